using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>A catalog ready to resolve from.</summary>
/// <param name="Name">The catalog's name in the manifest.</param>
/// <param name="Architecture">Debian architecture it was loaded for.</param>
/// <param name="Suites">In the catalog's order of preference; a native catalog has none before a target is known.</param>
public sealed record LoadedCatalog(string Name, string Architecture, IReadOnlyList<LoadedSuite> Suites)
{
    /// <summary>The catalog where it is a native one; null where it is Debian's.</summary>
    public NativeCatalog? Native { get; init; }

    /// <summary>The catalog with the builds that run on a target; a Debian one is the same for all targets of its architecture.</summary>
    public LoadedCatalog For(BuildTarget target) => Native is { } native ? this with { Suites = [new NativeBuilds(native, target).Suite()] } : this;

    /// <summary>The catalog with a build of every version, the best for a target, whether or not it runs there: for who looks things up.</summary>
    public LoadedCatalog ToBrowse(BuildTarget target) => Native is { } native ? this with { Suites = [new NativeBuilds(native, target).Overview()] } : this;
}
