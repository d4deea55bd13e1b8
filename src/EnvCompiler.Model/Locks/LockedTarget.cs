using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>One target's groups by name.</summary>
public sealed record LockedTarget
{
    /// <summary>Groups; <c>toplevel</c> is the default one.</summary>
    [JsonRequired]
    public SortedDictionary<string, LockedGroup> Groups { get; init; } = new(StringComparer.Ordinal);
}
