using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary>A file that is hashed while it is read; never more of it than promised.</summary>
/// <param name="content">The file; stays the caller's.</param>
/// <param name="expected">What it must be.</param>
internal sealed class HashedStream(Stream content, Descriptor expected) : ForwardOnlyStream
{
    private readonly IncrementalHash hash = expected.Digest.CreateHash();
    private long received;

    public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count), content.Read(buffer, offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Take(buffer.Span, content.Read(buffer.Span)));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

    /// <summary>Reads the rest; then how the content differs from what is expected, or null.</summary>
    internal string? Finish()
    {
        var rest = new byte[64 * 1024];
        while (received <= expected.Size && Read(rest, 0, rest.Length) > 0)
        {
        }

        if (received != expected.Size)
            return received > expected.Size ? $"it is longer than {expected.Size} bytes" : $"it is {received} bytes instead of {expected.Size}";
        var actual = expected.Digest.Finish(hash);
        return actual == expected.Digest ? null : $"its digest is {actual}";
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer, int count)
    {
        received += count;
        if (received > expected.Size)
            return 0;
        hash.AppendData(buffer[..count]);
        return count;
    }
}
