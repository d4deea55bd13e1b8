namespace EnvCompiler.Store.Unpacking;

/// <summary>
/// <c>objects/ab/HASH/object.json</c>: what an unpacked package holds, and of its control archive what composing needs. Scripts are kept
/// as they are and read when a root is composed, so that a better reader needs no unpacking again.
/// </summary>
internal sealed record ObjectRecord
{
    /// <summary><c>Package</c>.</summary>
    public required string Package { get; init; }

    /// <summary><c>Version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Names of the packages whose files this one may replace (<c>Replaces</c>, without version bounds), sorted.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];

    /// <summary>Absolute paths of configuration files.</summary>
    public IReadOnlyList<string> Conffiles { get; init; } = [];

    /// <summary>Maintainer scripts that run at installation (<c>preinst</c>, <c>postinst</c>), by name.</summary>
    public SortedDictionary<string, string> Scripts { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Entries in archive order; parents come before their children.</summary>
    public required IReadOnlyList<ObjectEntry> Entries { get; init; }
}
