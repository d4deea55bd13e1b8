using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Store.Units;

/// <summary>What a unit's root is made from.</summary>
public sealed record UnitRootRequest
{
    /// <summary>File system of a composed root.</summary>
    public required string RootFileSystem { get; init; }

    /// <summary>Of <see cref="Imaging.EntryDirectories"/>: what is at <c>/.envc</c>, and by a link at its own path too.</summary>
    public required string Launcher { get; init; }

    /// <summary>Files by absolute path inside; over those of the root.</summary>
    public required IReadOnlyDictionary<string, byte[]> Files { get; init; }

    /// <summary>Links by absolute path inside.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute paths inside on which directories are bound.</summary>
    public IReadOnlyCollection<string> Directories { get; init; } = [];
}
