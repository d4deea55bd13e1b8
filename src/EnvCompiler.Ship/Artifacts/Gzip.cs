using System.IO.Compression;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>gzip of small files.</summary>
internal static class Gzip
{
    internal static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.SmallestSize))
            stream.Write(content);
        return compressed.ToArray();
    }

    /// <summary>The content; null when it is none, or has more bytes than this.</summary>
    internal static byte[]? Expand(byte[] compressed, int largest)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (content.Length + count > largest)
                    return null;
                content.Write(buffer, 0, count);
            }

            return content.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
