using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>One package build as locked.</summary>
public sealed record LockedPackage
{
    /// <summary>The kind of a package of a catalog with builds for each GPU.</summary>
    public const string Native = "native";

    /// <summary>The catalog's kind: <c>debian</c> or <c>native</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Package name.</summary>
    public required string Name { get; init; }

    /// <summary>Full version in the catalog's own form, epoch and revision included.</summary>
    public required string Version { get; init; }

    /// <summary>Debian architecture: <c>amd64</c>, <c>arm64</c>, <c>all</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The catalog of the manifest that gave it.</summary>
    public required string Catalog { get; init; }

    /// <summary>The suite it was found in; of a native package its catalog, which has none.</summary>
    public required string Suite { get; init; }

    /// <summary>Path under the mirror, <c>pool/main/…/x.deb</c>, or in the native catalog, <c>artifacts/…</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Artifact size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Artifact SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The lowest NVIDIA driver of the host that it works with, as it says itself; absent where it asks for none.</summary>
    public string? DriverFloor { get; init; }

    /// <summary>Of a native package, which of its builds it is.</summary>
    public LockedBuild? Build { get; init; }

    /// <summary><c>debian/NAME/VERSION/ARCHITECTURE</c>, <c>native/NAME/VERSION/BUILD</c>: no part can hold a slash, so it is unambiguous.</summary>
    [JsonIgnore]
    public string Id => $"{Kind}/{Name}/{Version}/{Build?.Name ?? Architecture}";
}
