namespace EnvCompiler.Model.Catalogs;

/// <summary>A Debian binary package in a native catalog.</summary>
public sealed record NativeArtifact
{
    /// <summary>Path relative to the catalog: <c>artifacts/…</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
}
