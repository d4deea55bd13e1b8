using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>Packages solved together: one root.</summary>
public sealed record LockedGroup
{
    /// <summary>The package id chosen for each install id.</summary>
    public required SortedDictionary<string, string> Install { get; init; }

    /// <summary>Ids of the whole closure, sorted (ordinal), base packages included.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Ids of the whole closure, sorted, base packages included; absent where the group is written as differences.</summary>
    /// <remarks>This and the next two are the form of the file, and <see cref="LockRows"/> alone reads and writes them.</remarks>
    [JsonPropertyName("packages")]
    public IReadOnlyList<string>? Whole { get; init; }

    /// <summary>Ids that it has besides the same group of the target that its own is `like`, sorted; absent where there are none.</summary>
    public IReadOnlyList<string>? Adds { get; init; }

    /// <summary>Ids of the same group of the target that its own is `like` which it has not, sorted; absent where there are none.</summary>
    public IReadOnlyList<string>? Drops { get; init; }

    /// <summary>How each native package of the closure runs on the target, by id; absent where there is none.</summary>
    public SortedDictionary<string, LockedVerdict>? Verdicts { get; init; }
}
