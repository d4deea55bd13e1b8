namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>A range of a file as a stream for a decoder, which takes as much of it as it wants.</summary>
/// <param name="window">The file.</param>
/// <param name="offset">Where the range begins.</param>
/// <param name="size">Its bytes.</param>
internal sealed class CodeStream(BinaryWindow window, ulong offset, ulong size) : Stream
{
    private ulong position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var bytes = window.ReadUpTo(offset + position, Math.Min(size - position, (ulong)buffer.Length));
        bytes.CopyTo(buffer);
        position += (ulong)bytes.Length;
        return bytes.Length;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
