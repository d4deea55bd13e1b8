using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Contained;

/// <summary>
/// <c>/.envc/environment/environment.json</c>: one target of one generation for where no envc is: images, systemd units, pods. All that <c>envc-run foreground</c> needs.
/// </summary>
public sealed record ContainedEnvironment
{
    /// <summary>Raised when a field changes its meaning; an older launcher refuses.</summary>
    public const int CurrentVersion = 1;

    /// <summary><see cref="CurrentVersion"/> of whoever wrote it.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The environment's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence about it, <c>ENVC_ENV_DESCRIPTION</c>.</summary>
    public string? Description { get; init; }

    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The generation's targets: the GPUs that are there must be those that <see cref="Target"/> would be chosen for. Null where the lock knows no accelerator.</summary>
    public TargetTable? Targets { get; init; }

    /// <summary><c>[vars]</c>, in the order in which they are set.</summary>
    public IReadOnlyList<ContainedVariable> Variables { get; init => field = value ?? []; } = [];

    /// <summary>The hook, before the services.</summary>
    public ContainedCommand? OnActivate { get; init; }

    /// <summary>The script for after the last service has ended.</summary>
    public ContainedCommand? OnDeactivate { get; init; }

    /// <summary>The services.</summary>
    public required ServiceGraph Services { get; init; }

    /// <summary>The commands of services, of their probes and of their shutdown, by their text.</summary>
    public IReadOnlyList<ContainedCommand> Commands { get; init => field = value ?? []; } = [];
}
