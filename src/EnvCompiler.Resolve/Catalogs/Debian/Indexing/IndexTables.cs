using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The sections of an <see cref="IndexImage"/>, before they are laid out.</summary>
internal readonly ref struct IndexTables
{
    /// <summary>In the order of the file.</summary>
    internal required ReadOnlySpan<PackageRow> Packages { get; init; }

    internal required ReadOnlySpan<NameRow> Names { get; init; }

    /// <summary>The first name of every hash bucket, or -1; a power of two of them.</summary>
    internal required ReadOnlySpan<int> Buckets { get; init; }

    internal required ReadOnlySpan<ProviderRow> Providers { get; init; }

    /// <summary>Rows of packages.</summary>
    internal required ReadOnlySpan<int> Essentials { get; init; }

    /// <summary>UTF-8.</summary>
    internal required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Every section, in the order of the image.</summary>
    internal void ForEach(Action<ReadOnlySpan<byte>> take)
    {
        take(MemoryMarshal.AsBytes(Packages));
        take(MemoryMarshal.AsBytes(Names));
        take(MemoryMarshal.AsBytes(Buckets));
        take(MemoryMarshal.AsBytes(Providers));
        take(MemoryMarshal.AsBytes(Essentials));
        take(Text);
    }
}
