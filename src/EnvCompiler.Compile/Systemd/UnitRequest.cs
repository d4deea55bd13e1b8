using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Systemd;

/// <summary>What units are compiled from: one target of one generation on one host.</summary>
public sealed record UnitRequest
{
    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Absolute directory of the environment.</summary>
    public required string Directory { get; init; }

    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary>The target.</summary>
    public required Target Target { get; init; }

    /// <summary>The target's services.</summary>
    public required ServiceGraph Graph { get; init; }

    /// <summary>Absolute directory of the launcher, on the host and inside.</summary>
    public required string Launcher { get; init; }

    /// <summary>Absolute directory that is <c>/</c> for a group's services (<c>RootDirectory=</c>), by group.</summary>
    public required IReadOnlyDictionary<string, string> Roots { get; init; }

    /// <summary>What lies in a group's root, by group.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<UnitBind>> Binds { get; init; }

    /// <summary>Absolute file of each secret, by name.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>For a user's manager (<c>systemd --user</c>).</summary>
    public bool IsUser { get; init; }
}
