using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>What one target gets.</summary>
public sealed record LockedTarget
{
    /// <summary>
    /// The target whose groups its own are written as differences from, so that the file shows at a glance what a GPU changes; absent where they are
    /// written whole. It says nothing about what the target gets.
    /// </summary>
    public string? Like { get; init; }

    /// <summary>Groups; <c>toplevel</c> is the default one.</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedGroup> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Names of the models that it gets, sorted; absent where it gets all.</summary>
    public IReadOnlyList<string>? Models { get; init; }
}
