using System.Diagnostics;
using EnvCompiler.Host.Compression;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Compression;

public sealed class DecoderStreamTests : IDisposable
{
    private static readonly byte[] Plain = MakePlain(5_000_000);
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Requires("xz")]
    public void What_xz_wrote_is_read_by_one_thread_and_by_two()
    {
        var compressed = Compress("xz", "-T2", "--block-size=1MiB");
        Assert.Equal(Plain, Decode(new XzStream(new MemoryStream(compressed))));
        Assert.Equal(Plain, Decode(new XzStream(new MemoryStream(compressed), threads: 2)));
    }

    [Requires("xz")]
    public void Concatenated_xz_streams_are_one()
    {
        var compressed = Compress("xz");
        Assert.Equal([.. Plain, .. Plain], Decode(new XzStream(new MemoryStream([.. compressed, .. compressed]), threads: 2)));
    }

    [Requires("zstd")]
    public void What_zstd_wrote_is_read()
    {
        var compressed = Compress("zstd", "-5");
        Assert.Equal(Plain, Decode(new ZstdStream(new MemoryStream(compressed))));
        Assert.Equal([.. Plain, .. Plain], Decode(new ZstdStream(new MemoryStream([.. compressed, .. compressed]))));
    }

    [Requires("xz")]
    public void Cut_off_or_changed_xz_data_is_refused()
    {
        var compressed = Compress("xz");
        foreach (var threads in new[] { 1, 2 })
        {
            Assert.Contains("cut off", Refusal(() => new XzStream(new MemoryStream(compressed, 0, compressed.Length / 2), threads)), StringComparison.Ordinal);
            var changed = (byte[])compressed.Clone();
            changed[changed.Length / 2] ^= 1;
            Refusal(() => new XzStream(new MemoryStream(changed), threads));
            Refusal(() => new XzStream(new MemoryStream(Plain), threads));
            Refusal(() => new XzStream(new MemoryStream([]), threads));
        }
    }

    [Requires("zstd")]
    public void Cut_off_or_foreign_zstd_data_is_refused()
    {
        var compressed = Compress("zstd");
        Assert.Contains("cut off", Refusal(() => new ZstdStream(new MemoryStream(compressed, 0, compressed.Length / 2))), StringComparison.Ordinal);
        Refusal(() => new ZstdStream(new MemoryStream(Plain)));
        Refusal(() => new ZstdStream(new MemoryStream([])));
    }

    [Requires("xz")]
    public void The_source_is_closed_unless_it_is_asked_to_stay()
    {
        var source = new MemoryStream(Compress("xz"));
        new XzStream(source, leaveOpen: true).Dispose();
        Assert.True(source.CanRead);
        new XzStream(source).Dispose();
        Assert.False(source.CanRead);
    }

    private static string Refusal(Func<Stream> open) => Assert.Throws<InvalidDataException>(() => Decode(open())).Message;

    private static byte[] Decode(Stream stream)
    {
        using (stream)
        {
            using var decoded = new MemoryStream();
            stream.CopyTo(decoded);
            return decoded.ToArray();
        }
    }

    private byte[] Compress(string tool, params string[] options)
    {
        var path = directory.File("plain");
        File.WriteAllBytes(path, Plain);
        using var process = Process.Start(tool, [.. options, "--quiet", "--keep", "--force", path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return File.ReadAllBytes(path + (tool == "xz" ? ".xz" : ".zst"));
    }

    // Half repetition, half noise: compressible, and larger than every buffer when it is compressed.
    private static byte[] MakePlain(int size)
    {
        var bytes = new byte[size];
        new Random(7).NextBytes(bytes.AsSpan(size / 2));
        for (var i = 0; i < size / 2; i++)
            bytes[i] = (byte)(i / 100);
        return bytes;
    }
}
