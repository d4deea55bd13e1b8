using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Weights.Validation;

/// <summary>Little-endian values of a file, through one fixed buffer; nothing past the end is believed.</summary>
internal sealed class GgufInput(SafeFileHandle file, string path, long length)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] buffer = new byte[64 * 1024];
    private long bufferStart;
    private int bufferCount;

    /// <summary>What is being read, for messages.</summary>
    internal string Where { get; set; } = "its header";

    internal long Position { get; private set; }

    internal long Length => length;

    internal string Path => path;

    internal ulong Remaining => (ulong)(length - Position);

    internal ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A string's bytes as text.</summary>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="most">The longest allowed; at most the buffer.</param>
    internal string ReadText(ulong count, int most)
    {
        if (count > Remaining)
            throw Truncated();
        if (count > (ulong)most)
            throw Malformed($"{Where} has a name of {count} bytes");
        try
        {
            return s_strictUtf8.GetString(Take((int)count));
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"{Where} has text that is not UTF-8");
        }
    }

    /// <summary>Passes over bytes without reading them.</summary>
    internal void Skip(ulong count)
    {
        if (count > Remaining)
            throw Truncated();
        Position += (long)count;
    }

    internal GgufException Truncated() => new(WeightsDiagnostics.Truncated(path, Where, length));

    internal GgufException Malformed(string problem) => new(WeightsDiagnostics.Malformed(path, problem));

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((ulong)count > Remaining)
            throw Truncated();
        if (Position < bufferStart || Position + count > bufferStart + bufferCount)
            Fill(count);
        var start = (int)(Position - bufferStart);
        Position += count;
        return buffer.AsSpan(start, count);
    }

    private void Fill(int count)
    {
        bufferStart = Position;
        bufferCount = 0;
        while (bufferCount < count)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(bufferCount), bufferStart + bufferCount);
            if (read == 0)
                throw Truncated();
            bufferCount += read;
        }
    }
}
