using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Solving.Debian;

namespace EnvCompiler.Resolve.Explaining;

/// <summary>A locked group with the relations that the catalogs give its packages.</summary>
internal sealed class LockedClosure
{
    private readonly LockedGroup group;
    private readonly Dictionary<string, int> chosen = new(StringComparer.Ordinal);

    internal LockedClosure(Lock locked, LockedGroup group, DebianSolvables solvables)
    {
        this.group = group;
        Solvables = solvables;
        foreach (var package in group.Packages.Select(id => locked.Packages[id]))
        {
            foreach (var solvable in solvables.Named(package.Name))
            {
                if (solvables[solvable].Package is { } known && known.Version.Text == package.Version && known.Architecture == package.Architecture
                    && (package.Build is null || known.Filename == package.Path))
                    chosen[package.Name] = solvable;
            }
        }

        Installs = group.Install.ToLookup(entry => locked.Packages[entry.Value].Name, entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>The include that an entry of <c>[install]</c> comes from, by its id; null for the manifest itself.</summary>
    internal Func<string, string?> IncludeOf { get; init; } = _ => null;

    internal DebianSolvables Solvables { get; }

    /// <summary>Install ids by the name of the package that they became.</summary>
    internal ILookup<string, string> Installs { get; }

    /// <summary>The locked packages that the catalogs still have in that version.</summary>
    internal IEnumerable<int> Chosen => chosen.Values;

    /// <summary>Breadth first from <c>[install]</c>, then from the base packages: the shortest chain of needs.</summary>
    internal IReadOnlyList<string> StepsTo(string name)
    {
        var steps = new Dictionary<int, IReadOnlyList<string>>();
        var open = new Queue<int>();
        foreach (var (package, solvable) in chosen)
        {
            if (Installs[package].FirstOrDefault() is { } id)
                Reach(solvable, [$"`{KeyPath.Of("install", id)}`{(IncludeOf(id) is { } include ? $" of the include `{include}`" : "")} asks for `{package}`"]);
        }

        Spread();
        foreach (var (package, solvable) in chosen.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (!steps.ContainsKey(solvable) && IsBase(solvable))
                Reach(solvable, [$"every host root needs `{package}`"]);
        }

        Spread();
        return chosen.TryGetValue(name, out var wanted) && steps.TryGetValue(wanted, out var found) ? found : [];

        void Reach(int solvable, IReadOnlyList<string> way)
        {
            if (steps.TryAdd(solvable, way))
                open.Enqueue(solvable);
        }

        void Spread()
        {
            while (open.TryDequeue(out var solvable))
            {
                foreach (var need in Solvables.RequirementsOf(solvable).Cast<DebianRequirement>())
                {
                    foreach (var candidate in need.Candidates.Where(each => chosen.GetValueOrDefault(Solvables[each].Name, -1) == each))
                        Reach(candidate, [.. steps[solvable], $"`{Solvables[solvable]}` needs `{need.Dependency}`"]);
                }
            }
        }
    }

    private bool IsBase(int solvable) =>
        Solvables[solvable].Package!.Essential || BasePackages.Names([Solvables[solvable].Place!]).Contains(Solvables[solvable].Name);
}
