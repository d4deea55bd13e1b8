namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>A Release that may be used.</summary>
/// <param name="Mirrors">Where its index files may be had: the mirror that it came from, then the others.</param>
/// <param name="Release">Its content.</param>
internal sealed record VerifiedRelease(IReadOnlyList<Uri> Mirrors, Release Release);
