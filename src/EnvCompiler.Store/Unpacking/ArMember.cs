namespace EnvCompiler.Store.Unpacking;

/// <summary>One member of an <c>ar</c> archive: a forward-only stream of its body.</summary>
internal sealed class ArMember(string name, long size, Stream archive) : Stream
{
    private long position;

    /// <summary>The member's name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    public override long Length => size;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (position == size || buffer.IsEmpty)
            return 0;
        var count = archive.Read(buffer[..(int)Math.Min(buffer.Length, size - position)]);
        if (count == 0)
            throw new InvalidDataException($"it is cut off inside `{name}`");
        position += count;
        return count;
    }

    /// <summary>Moves the archive to the next header.</summary>
    internal void SkipRest()
    {
        Span<byte> scratch = stackalloc byte[4096];
        while (Read(scratch) > 0)
        {
        }

        // The last member's padding may be missing; the next header's absence then says that the archive ends.
        if ((size & 1) != 0)
            _ = archive.ReadByte();
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
