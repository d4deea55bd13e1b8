using EnvCompiler.Host.Files;

namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>A range of a file as a stream for a decoder, which takes as much of it as it wants.</summary>
/// <param name="window">The file.</param>
/// <param name="offset">Where the range begins.</param>
/// <param name="size">Its bytes.</param>
internal sealed class CodeStream(BinaryWindow window, ulong offset, ulong size) : ForwardOnlyStream
{
    private ulong position;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var bytes = window.ReadUpTo(offset + position, Math.Min(size - position, (ulong)buffer.Length));
        bytes.CopyTo(buffer);
        position += (ulong)bytes.Length;
        return bytes.Length;
    }
}
