namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Bytes that grow at the end and are used up from the front; it keeps its memory.</summary>
internal sealed class ByteBuffer
{
    private byte[] bytes = [];

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Content => bytes.AsSpan(0, Length);

    internal void Append(ReadOnlySpan<byte> more)
    {
        if (bytes.Length < Length + more.Length)
            Array.Resize(ref bytes, Math.Max(Math.Max(bytes.Length * 2, 256), Length + more.Length));
        more.CopyTo(bytes.AsSpan(Length));
        Length += more.Length;
    }

    internal void RemoveFront(int count)
    {
        bytes.AsSpan(count, Length - count).CopyTo(bytes);
        Length -= count;
    }

    internal void Clear() => Length = 0;
}
