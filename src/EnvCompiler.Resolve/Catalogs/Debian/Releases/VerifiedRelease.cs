namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>A Release that may be used.</summary>
/// <param name="Base">The mirror to take its index files from.</param>
/// <param name="Release">Its content.</param>
internal sealed record VerifiedRelease(Uri Base, Release Release);
