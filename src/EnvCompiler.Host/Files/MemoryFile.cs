using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Files;

/// <summary>
/// Anonymous memory behind a descriptor (memfd_create(2)) that several processes share one after the other: it lives as long as one
/// has it open. Its content changes as a whole, whenever the writer is killed.
/// </summary>
public sealed class MemoryFile : IDisposable
{
    private const string Name = "envc";
    private const int FD_CLOEXEC = 1;

    // Where the content begins and how long it is. The other content is written beside it before these 16 bytes change, in one write.
    private const int HeaderSize = 16;

    private readonly SafeFileHandle handle;

    private MemoryFile(SafeFileHandle handle) => this.handle = handle;

    /// <summary>To be given to a child.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>Makes an empty one; it closes at exec.</summary>
    public static MemoryFile Create()
    {
        var descriptor = Libc.CreateMemory(Name, Libc.MFD_CLOEXEC);
        return descriptor >= 0 ? new MemoryFile(new SafeFileHandle(descriptor, ownsHandle: true)) : throw Libc.Error("make", "a memory file");
    }

    /// <summary>Takes over an inherited one, which children will not inherit.</summary>
    /// <returns>Null when the descriptor is closed or something else.</returns>
    public static MemoryFile? TryTake(int descriptor)
    {
        if (new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget?.StartsWith($"/memfd:{Name}", StringComparison.Ordinal) != true)
            return null;
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return Libc.Control(handle, Libc.F_SETFD, FD_CLOEXEC) == 0 ? new MemoryFile(handle) : throw Libc.Error("take", "a memory file");
    }

    /// <summary>The content; empty when nothing was written.</summary>
    public byte[] Read()
    {
        var (start, length) = ReadHeader();
        var content = new byte[length];
        for (var done = 0; done < length;)
        {
            var count = RandomAccess.Read(handle, content.AsSpan(done), start + done);
            done += count > 0 ? count : throw new EndOfStreamException("a memory file is shorter than it says");
        }

        return content;
    }

    /// <summary>Replaces the content.</summary>
    public void Replace(ReadOnlySpan<byte> content)
    {
        var (start, length) = ReadHeader();
        var place = HeaderSize + content.Length <= start ? HeaderSize : Math.Max(start + length, HeaderSize);
        RandomAccess.Write(handle, content, place);
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteInt64LittleEndian(header, place);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], content.Length);
        RandomAccess.Write(handle, header, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private (long Start, long Length) ReadHeader()
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        return RandomAccess.Read(handle, header, 0) < HeaderSize
            ? (0, 0)
            : (BinaryPrimitives.ReadInt64LittleEndian(header), BinaryPrimitives.ReadInt64LittleEndian(header[8..]));
    }
}
