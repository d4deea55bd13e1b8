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

    /// <summary><c>NAME VERSION</c>, as messages name it.</summary>
    public override string ToString() => Package is null ? $"the host's {Name}" : $"{Name} {Package.Version}";
}
