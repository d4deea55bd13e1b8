using System.Runtime.CompilerServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The kept fields of the stanza that is being read, as ranges of its bytes.</summary>
internal ref struct Stanza(ReadOnlySpan<byte> bytes)
{
    /// <summary>All bytes of the stanza.</summary>
    internal readonly ReadOnlySpan<byte> Bytes = bytes;

    internal (int Start, int Length) Package;
    internal (int Start, int Length) Size;
    internal (int Start, int Length) Sha256;
    internal (int Start, int Length) Essential;
    internal (int Start, int Length) MultiArch;
    internal (int Start, int Length) Priority;
    internal TextRanges Texts;

    internal readonly ReadOnlySpan<byte> this[(int Start, int Length) range] => Bytes.Slice(range.Start, range.Length);

    /// <summary>A range for each <see cref="TextField"/>.</summary>
    [InlineArray(PackageRow.TextFields)]
    internal struct TextRanges
    {
        private (int Start, int Length) first;
    }
}
