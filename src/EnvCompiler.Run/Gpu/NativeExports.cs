using System.Runtime.InteropServices;

namespace EnvCompiler.Run.Gpu;

/// <summary>A library that is loaded by name, and its functions; a driver may be older than a function.</summary>
internal readonly struct NativeExports
{
    private readonly nint library;

    private NativeExports(nint library) => this.library = library;

    /// <summary>Loads the first of these that is there; never unloaded, as the driver's libraries do not stand it.</summary>
    internal static bool TryLoad(ReadOnlySpan<string> names, out NativeExports exports)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                exports = new NativeExports(library);
                return true;
            }
        }

        exports = default;
        return false;
    }

    /// <summary>A function's address, or 0.</summary>
    internal nint Find(string name) => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;
}
