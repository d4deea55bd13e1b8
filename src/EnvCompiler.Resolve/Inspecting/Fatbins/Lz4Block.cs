namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>Decodes the beginning of an LZ4 block (lz4's <c>doc/lz4_Block_format.md</c>). Work and memory are bounded by the room for the result.</summary>
internal static class Lz4Block
{
    private const int ShortestMatch = 4;
    private const int LongLength = 15;

    /// <summary>As much of a block as is needed to know a number of decoded bytes.</summary>
    internal static int NeededFor(int decoded) => decoded + (decoded / 255) + 16;

    /// <summary>Decodes until the room is full or the block ends.</summary>
    /// <param name="block">The block, or its first <see cref="NeededFor"/> bytes.</param>
    /// <param name="decoded">Takes the result.</param>
    /// <returns>How many bytes were decoded.</returns>
    /// <exception cref="InvalidDataException">The block is malformed.</exception>
    internal static int Decode(ReadOnlySpan<byte> block, Span<byte> decoded)
    {
        var (at, written) = (0, 0);
        while (written < decoded.Length)
        {
            var token = Next(block, ref at);
            var literals = Length(block, ref at, token >> 4, decoded.Length);
            var copied = Math.Min(literals, decoded.Length - written);
            if (copied > block.Length - at)
                throw Malformed("ends in the middle of a sequence");
            block.Slice(at, copied).CopyTo(decoded[written..]);
            at += copied;
            written += copied;

            // The last sequence has literals only.
            if (written == decoded.Length || at == block.Length)
                break;
            var distance = Next(block, ref at) | (Next(block, ref at) << 8);
            var length = ShortestMatch + Length(block, ref at, token & 0xF, decoded.Length);
            if (distance == 0 || distance > written)
                throw Malformed("refers to bytes before its start");

            // A match may overlap what it makes: that is how runs are written.
            for (var left = Math.Min(length, decoded.Length - written); left > 0; left--, written++)
                decoded[written] = decoded[written - distance];
        }

        return written;
    }

    // A length beyond the room is as good as the room, so that it cannot overflow.
    private static int Length(ReadOnlySpan<byte> block, ref int at, int head, int most)
    {
        var length = head;
        for (var more = head == LongLength; more && length <= most;)
        {
            var next = Next(block, ref at);
            length += next;
            more = next == byte.MaxValue;
        }

        return length;
    }

    private static int Next(ReadOnlySpan<byte> block, ref int at) =>
        at < block.Length ? block[at++] : throw Malformed("ends in the middle of a sequence");

    private static InvalidDataException Malformed(string how) => new($"its LZ4 data {how}");
}
