namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>An index file that a Release promises.</summary>
/// <param name="Path">Path in the suite: <c>main/binary-amd64/Packages.xz</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record ReleaseFile(string Path, long Size, string Sha256);
