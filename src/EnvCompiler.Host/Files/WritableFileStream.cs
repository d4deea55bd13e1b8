namespace EnvCompiler.Host.Files;

/// <summary>A file that is being written, as a stream for encoders; it is written forwards only and closed by its owner.</summary>
/// <param name="file">The file.</param>
public sealed class WritableFileStream(IWritableFile file) : WriteOnlyStream
{
    private long length;

    /// <summary>Bytes written so far.</summary>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer);
        length += buffer.Length;
    }
}
