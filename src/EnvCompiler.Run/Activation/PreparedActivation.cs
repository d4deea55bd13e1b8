using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Changes;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Activation;

/// <summary>Everything a command, a shell or a service of one activation needs.</summary>
public sealed record PreparedActivation
{
    /// <summary>The generation, fixed for the life of this activation.</summary>
    public required LiveGeneration Generation { get; init; }

    /// <summary>The generation was named (<c>activate -g N</c>): it is used as it is, and nothing is changed from inside.</summary>
    public bool IsPinned { get; init; }

    /// <summary>The target and why.</summary>
    public required TargetChoice Choice { get; init; }

    /// <summary>The target's <c>activation.json</c>.</summary>
    public required ActivationSpec Spec { get; init; }

    /// <summary>The host and user.</summary>
    public required HostContext Host { get; init; }

    /// <summary>Where the facts of this host are.</summary>
    public required HostFactsLayout Facts { get; init; }

    /// <summary>The environment's run directory.</summary>
    public required RunLayout Run { get; init; }

    /// <summary>All variables: the caller's with everything that activation sets.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What activation does to variables, in order; each change means the same on top of any variables.</summary>
    public IReadOnlyList<VariableChange> Changes { get; init; } = [];

    /// <summary>Names set by a default of <c>[vars]</c> alone; a service's settings are stronger than these.</summary>
    public required IReadOnlyList<string> Defaulted { get; init; }

    /// <summary>Names of secret variables that have a value.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>What people call the environment: its directory's name.</summary>
    public string Name => Path.GetFileName(Generation.Layout.Directory);

    /// <summary>A service of this environment activates it: no user, because services end when the last user leaves.</summary>
    public bool IsInService =>
        Variables.TryGetValue(InstanceMark.Variable, out var mark) && mark.StartsWith(InstanceMark.OfAll(Run), StringComparison.Ordinal);

    /// <summary>Absolute <c>.envc/generations/N/targets/T</c>.</summary>
    public string TargetDirectory => Generation.Layout.TargetOf(Generation.Number, Choice.Target);

    /// <summary><c>enter GROUP COMMAND [ARGUMENT]...</c>.</summary>
    public string EnterPath => Path.Combine(TargetDirectory, "enter");

    /// <summary>Absolute path of <c>hook/on-deactivate</c>, or null.</summary>
    public string? OnDeactivate => Spec.OnDeactivate ? Path.Combine(Generation.Directory, "hook", "on-deactivate") : null;

    /// <summary>Whether a shell with these variables is in this generation for this target.</summary>
    public bool IsActiveIn(IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue("ENVC_ENV_DIRS", out var active)
        && active.Split(':').Contains(Facts.Env(Generation.Number, Choice.Target), StringComparer.Ordinal);
}
