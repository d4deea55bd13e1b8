using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Unpacking;

/// <summary>One member of an <c>ar</c> archive: a forward-only stream of its body.</summary>
internal sealed class ArMember(string name, long size, Stream archive) : ForwardOnlyStream
{
    private long position;

    /// <summary>The member's name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    public override long Length => size;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

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
}
