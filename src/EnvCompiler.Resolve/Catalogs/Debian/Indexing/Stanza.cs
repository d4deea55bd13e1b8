using System.Runtime.CompilerServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The fields of the stanza that is being read, as ranges of its bytes; empty where it has none.</summary>
internal ref struct Stanza(ReadOnlySpan<byte> bytes)
{
    private const int Fields = (int)PackageField.Priority + 1;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private Ranges ranges;

    /// <summary>The value of a field, without the white space before it.</summary>
    internal readonly ReadOnlySpan<byte> this[PackageField field] => bytes.Slice(ranges[(int)field].Start, ranges[(int)field].Length);

    /// <summary>Says where a field's value is.</summary>
    internal void Set(PackageField field, int start, int end) => ranges[(int)field] = (start, end - start);

    [InlineArray(Fields)]
    private struct Ranges
    {
        private (int Start, int Length) first;
    }
}
