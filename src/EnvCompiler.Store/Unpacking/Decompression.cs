using System.IO.Compression;
using EnvCompiler.Host.Compression;

namespace EnvCompiler.Store.Unpacking;

/// <summary>Decoders by the suffix of an archive member (deb(5)).</summary>
internal static class Decompression
{
    /// <summary>The decompressed stream, or null when the suffix is unknown.</summary>
    public static Stream? Open(string suffix, Stream compressed) => suffix switch
    {
        "" => compressed,
        ".xz" => new XzStream(compressed),
        ".zst" => new ZstdStream(compressed),
        ".gz" => new GZipStream(compressed, CompressionMode.Decompress),
        _ => null,
    };
}
