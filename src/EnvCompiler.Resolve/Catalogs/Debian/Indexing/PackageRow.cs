using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>One package as it lies in an <see cref="IndexImage"/>; its text fields follow each other at <see cref="Text"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PackageRow
{
    internal const int TextFields = (int)PackageField.Description + 1;

    /// <summary>Row of the name table.</summary>
    internal int Name;

    /// <summary>Next package of the name, a lower or equal version; -1 at the end.</summary>
    internal int NextOfName;

    /// <summary>Offset of the first text field.</summary>
    internal int Text;

    internal FieldLengths Lengths;
    internal long Size;
    internal Digest Sha256;
    internal byte Essential;
    internal byte MultiArch;
    internal byte Priority;
    private readonly byte reserved;

    /// <summary>Length of each text field in bytes, by <see cref="PackageField"/>.</summary>
    [InlineArray(TextFields)]
    internal struct FieldLengths
    {
        private int first;
    }

    /// <summary>A SHA-256.</summary>
    [InlineArray(32)]
    internal struct Digest
    {
        private byte first;
    }
}
