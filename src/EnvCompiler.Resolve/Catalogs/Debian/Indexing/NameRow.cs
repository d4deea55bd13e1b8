using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>One name, of a package or only provided by some.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct NameRow
{
    /// <summary>Compared before the text, which lies elsewhere in memory.</summary>
    internal uint Hash;

    internal int Text;
    internal int Length;

    /// <summary>Its highest version's package, or -1.</summary>
    internal int FirstPackage;

    /// <summary>Its last provider's row of the provider table, or -1.</summary>
    internal int LastProvider;

    /// <summary>Next name of the same hash bucket, or -1.</summary>
    internal int NextInBucket;
}
