using System.Security.Cryptography;

namespace EnvCompiler.Store.Fetching;

/// <summary>
/// Checks artifacts that an earlier run left. A download is renamed without <c>fsync</c>, so after a power cut a file of the right
/// name may have other content; it is hashed before its first use in a run instead, which costs less.
/// </summary>
internal static class ArtifactVerifier
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Whether the file exists with this size and SHA-256.</summary>
    public static bool Matches(string path, long size, string sha256)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != size)
            return false;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        for (var count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            hash.AppendData(buffer, 0, count);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == sha256;
    }
}
