namespace EnvCompiler.TestKit.Crashes;

/// <summary>A file, which may have several names. Files are written forwards only and never changed afterwards.</summary>
internal sealed class FileNode : Node
{
    private readonly MemoryStream content = new();

    /// <summary>How many of the bytes are on disk.</summary>
    public int DurableLength { get; set; }

    /// <summary>As a process sees it.</summary>
    public ReadOnlyMemory<byte> Content => content.GetBuffer().AsMemory(0, (int)content.Length);

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => content.Write(bytes);

    /// <summary>All of it is on disk.</summary>
    public void Sync()
    {
        DurableLength = (int)content.Length;
        DurableMode = Mode;
    }
}
