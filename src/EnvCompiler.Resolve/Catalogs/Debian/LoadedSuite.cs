using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>One suite's verified packages.</summary>
/// <param name="Suite">As the catalog asks for it.</param>
/// <param name="Locked">What a lock records of it: the Release date and the hashes of its index files.</param>
/// <param name="Indexes">One a component, in the catalog's order (two where the archive keeps <c>all</c> apart).</param>
public sealed record LoadedSuite(SuiteDefinition Suite, LockedIndex Locked, IReadOnlyList<DebianIndex> Indexes)
{
    /// <summary>Packages with <c>Essential: yes</c>.</summary>
    public IEnumerable<DebianPackage> Essential => Indexes.SelectMany(index => index.Essential);

    /// <summary>Every name that a package has or provides; may repeat.</summary>
    public IEnumerable<string> Names => Indexes.SelectMany(index => index.Names);

    /// <summary>Every name that a package has; may repeat.</summary>
    public IEnumerable<string> PackageNames => Indexes.SelectMany(index => index.PackageNames);

    /// <summary>Of a native catalog, the builds that its packages stand for; null of Debian's.</summary>
    public NativeBuilds? Builds { get; init; }

    /// <summary>Components that the suite has and the catalog does not ask for.</summary>
    public IReadOnlyList<string> OtherComponents { get; init; } = [];

    /// <summary>Packages of exactly this name, highest version first.</summary>
    public IReadOnlyList<DebianPackage> PackagesNamed(string name) =>
        Indexes.Count == 1
            ? Indexes[0].PackagesNamed(name)
            : [.. Indexes.SelectMany(index => index.PackagesNamed(name)).OrderByDescending(package => package.Version)];

    /// <summary>Packages that name it in <c>Provides</c>, component by component.</summary>
    public IReadOnlyList<DebianPackage> ProvidersOf(string name) =>
        Indexes.Count == 1 ? Indexes[0].ProvidersOf(name) : [.. Indexes.SelectMany(index => index.ProvidersOf(name))];
}
