using System.Security.Cryptography;
using System.Threading;

namespace EnvCompiler.Weights.Validation;

/// <summary>SHA-256 of files.</summary>
public static class FileSha256
{
    private const int BufferSize = 1 << 20;

    /// <summary>Hashes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRead">Told the bytes read so far, about once a megabyte.</param>
    /// <param name="cancellation">Ends the work between two reads.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Compute(string path, Action<long>? onRead, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        long total = 0;
        while (RandomAccess.Read(file, buffer, total) is var count and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            total += count;
            onRead?.Invoke(total);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
