using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using EnvCompiler.Host.Compression;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Imaging;

/// <summary>Compresses layers, always the same bytes for the same <see cref="Name"/>.</summary>
public sealed class LayerCompressor
{
    private const string Library = "libzstd.so.1";

    private readonly Func<Stream, Stream> open;

    private LayerCompressor(LayerCompression form, string name, Func<Stream, Stream> open) => (Form, Name, this.open) = (form, name, open);

    /// <summary>gzip of .NET's runtime, which may write other bytes with the next one.</summary>
    public static LayerCompressor Gzip { get; } = new(
        LayerCompression.Gzip,
        $"gzip {(int)CompressionLevel.Optimal} of .NET {Environment.Version}",
        output => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true));

    /// <summary>What it makes.</summary>
    public LayerCompression Form { get; }

    /// <summary>Compressor, version and level: part of each layer's key.</summary>
    public string Name { get; }

    /// <summary>A compressor for a format; zstd is that of the lock, so that every machine writes the same.</summary>
    /// <param name="format">The format.</param>
    /// <param name="roots">File systems of the target's composed roots.</param>
    /// <returns>It, or why the lock's libzstd cannot be used.</returns>
    public static Result<LayerCompressor> For(LayerFormat format, IReadOnlyList<string> roots)
    {
        if (format.Compression != LayerCompression.Zstd)
            return Gzip;
        if (roots.Select(root => new RootLibraries(root).Find(Library)).FirstOrDefault(found => found is not null) is not { } path)
            return StoreDiagnostics.NoZstd("no group of the target has it");
        try
        {
            var library = new ZstdLibrary(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
            return new LayerCompressor(
                LayerCompression.Zstd,
                string.Create(CultureInfo.InvariantCulture, $"zstd {format.Level} of {Library} {hash}"),
                output => new ZstdCompressionStream(library, output, format.Level));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // The lock's glibc is newer than this host's.
            return StoreDiagnostics.NoZstd($"it cannot be loaded here ({e.Message.ReplaceLineEndings(" ")})");
        }
    }

    /// <summary>Compresses what is written; complete when it is disposed.</summary>
    /// <param name="output">Where to; stays open.</param>
    internal Stream Open(Stream output) => open(output);
}
