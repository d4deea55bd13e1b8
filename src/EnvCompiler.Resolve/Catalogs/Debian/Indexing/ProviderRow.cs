using System.Runtime.InteropServices;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>One package that provides a name.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ProviderRow
{
    internal int Package;

    /// <summary>The provider before it, or -1.</summary>
    internal int Previous;
}
