using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>An environment to include, as it is now or as it was pinned.</summary>
/// <param name="Text">Its manifest.</param>
/// <param name="Pins">What its own lock, or its pin, has of what it includes itself.</param>
internal sealed record FoundEnvironment(ManifestText Text, IReadOnlyList<LockedInclude>? Pins)
{
    /// <summary>What tells it from every other environment: its directory with all links followed, or its repository.</summary>
    public required string Identity { get; init; }

    /// <summary>Its directory; null of one in a registry, which can include no directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Where its manifest lies below its directory; null for the usual place.</summary>
    public string? File { get; init; }

    /// <summary>Its generation; null of a directory.</summary>
    public int? Generation { get; init; }
}
