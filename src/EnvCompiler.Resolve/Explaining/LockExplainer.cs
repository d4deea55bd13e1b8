using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Explaining;

/// <summary>Tells why packages are in a lock. A lock holds no relations, so they are read from the catalogs as they are now.</summary>
/// <param name="locked">The lock.</param>
/// <param name="catalogs">Every catalog in the request's order, by Debian architecture.</param>
public sealed class LockExplainer(Lock locked, IReadOnlyDictionary<string, IReadOnlyList<LoadedCatalog>> catalogs)
{
    /// <summary>The include that an entry of <c>[install]</c> comes from, by its id; null for the manifest itself.</summary>
    public Func<string, string?> IncludeOf { get; init; } = _ => null;

    /// <summary>The package wherever it is locked, by target and group; empty where it is not.</summary>
    /// <param name="name">Its name, or an install id.</param>
    public IReadOnlyList<ExplainedPackage> Explain(string name)
    {
        var explained = new List<ExplainedPackage>();
        foreach (var (targetName, target) in locked.Targets)
        {
            if (!Target.TryParse(targetName, out var parsed))
                throw new ArgumentException($"{targetName} is not a target");
            var places = SuitePlace.Of([.. catalogs[parsed.DebianArchitecture].Select(catalog => catalog.For(locked.Request.Promise.For(parsed)))]);
            foreach (var (groupName, group) in target.Groups)
            {
                var wanted = group.Install.TryGetValue(name, out var id) ? locked.Packages[id].Name : name;
                if (group.Packages.Select(each => locked.Packages[each]).FirstOrDefault(package => package.Name == wanted) is not { } package)
                    continue;
                var closure = new LockedClosure(locked, group, new DebianSolvables(places, parsed.DebianArchitecture, _ => false)) { IncludeOf = IncludeOf };
                var rejections = new VersionRejections(locked, group, closure);
                var builds = package.Build is null ? null : places.FirstOrDefault(place => place.Catalog == package.Catalog)?.Suite.Builds;
                explained.Add(new ExplainedPackage
                {
                    Package = package.Name,
                    Version = package.Version,
                    Suite = package.Suite,
                    Group = groupName,
                    Target = targetName,
                    Steps = closure.StepsTo(package.Name),
                    Builds = builds is null ? null : new BuildExplanation(package, package.Build!, builds, rejections).Explain(),
                    Rejected = builds is null ? rejections.Of(package) : [],
                });
            }
        }

        return explained;
    }

    /// <summary>Every name that <see cref="Explain"/> finds.</summary>
    public IEnumerable<string> Names => locked.Packages.Values.Select(package => package.Name).Concat(locked.Request.Install.Keys).Distinct(StringComparer.Ordinal);
}
