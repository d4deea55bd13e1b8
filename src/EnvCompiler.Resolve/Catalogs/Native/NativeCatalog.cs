using EnvCompiler.Model.Catalogs;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>A native catalog ready to resolve from.</summary>
/// <param name="Name">The catalog's name in the manifest.</param>
/// <param name="Directory">Where it is.</param>
/// <param name="Packages">Its packages by name.</param>
public sealed record NativeCatalog(string Name, string Directory, IReadOnlyDictionary<string, NativePackage> Packages)
{
    /// <summary>It is in a repository: the directory has its package files alone.</summary>
    public bool IsRemote { get; init; }
}
