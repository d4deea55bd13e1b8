using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>One version of a Debian package that could be chosen, or a name that the host's driver stands for.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Package">The package; null for what the host provides, which is chosen but never locked.</param>
/// <param name="Place">Where it was found; null for what the host provides.</param>
public sealed record DebianSolvable(string Name, DebianPackage? Package, SuitePlace? Place)
{
    /// <summary>Whether the host's driver provides it.</summary>
    public bool IsHost => Package is null;

    /// <summary><c>NAME VERSION</c>, as messages name it; of a native package with its build.</summary>
    public override string ToString() => Package is null ? $"the host's {Name}"
        : Place?.Suite.Builds?.Of(Package) is { } build ? $"{Name} {Package.Version} {build.Name}"
        : $"{Name} {Package.Version}";
}
