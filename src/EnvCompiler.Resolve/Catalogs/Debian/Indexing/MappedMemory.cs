using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>A whole file as memory, read-only: pages are read when they are touched and belong to the page cache.</summary>
internal sealed unsafe class MappedMemory : MemoryManager<byte>
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly int length;
    private byte* start;

    private MappedMemory(MemoryMappedFile file, MemoryMappedViewAccessor view, int length)
    {
        this.file = file;
        this.view = view;
        this.length = length;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    /// <summary>Maps a file; null when there is none, or it is empty or too large for one span.</summary>
    internal static MappedMemory? TryOpen(string path)
    {
        if (!File.Exists(path))
            return null;
        using var stream = File.OpenRead(path);
        if (stream.Length is 0 or > int.MaxValue)
            return null;
        var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedMemory(file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), (int)stream.Length);
    }

    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || start == null)
            return;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        start = null;
        view.Dispose();
        file.Dispose();
    }
}
