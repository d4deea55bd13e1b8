using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// Debian's relationships (Policy 7) as the solver asks for them, over several suites of one architecture. Recommends are not
/// followed. Packages get their numbers when they are first met, name by name.
/// </summary>
public sealed class DebianSolvables : ISolvables
{
    private readonly IReadOnlyList<SuitePlace> places;
    private readonly string architecture;
    private readonly Func<DebianPackage, bool> isLocked;
    private readonly DriverVersion? driver;
    private readonly Dictionary<string, int> namesByText = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<int>> solvablesOf = [];
    private readonly List<DebianSolvable> solvables = [];
    private readonly List<int> nameOf = [];
    private readonly Dictionary<string, IReadOnlyList<int>> providersOf = new(StringComparer.Ordinal);

    /// <summary>Over the suites of these catalogs.</summary>
    /// <param name="places">Suites in order of preference.</param>
    /// <param name="architecture">Their Debian architecture.</param>
    /// <param name="isLocked">Whether the previous lock holds a package.</param>
    /// <param name="driver">The lowest NVIDIA driver of the hosts; null where nothing is promised, and then every driver is taken to be new enough.</param>
    public DebianSolvables(
        IReadOnlyList<SuitePlace> places, string architecture, Func<DebianPackage, bool> isLocked, DriverVersion? driver = null)
    {
        this.places = places;
        this.architecture = architecture;
        this.isLocked = isLocked;
        this.driver = driver;
    }

    /// <summary>The lowest NVIDIA driver of the hosts; null where nothing is promised.</summary>
    internal DriverVersion? Driver => driver;

    /// <summary>What a number stands for.</summary>
    public DebianSolvable this[int solvable] => solvables[solvable];

    /// <inheritdoc/>
    public int NameOf(int solvable) => nameOf[solvable];

    /// <inheritdoc/>
    public IReadOnlyList<int> SolvablesOf(int name) => solvablesOf[name];

    /// <inheritdoc/>
    public bool IsLocked(int solvable) => solvables[solvable].Package is { } package && isLocked(package);

    /// <summary>All versions of a name, preferred suites first, then highest versions; the host's where it provides the name.</summary>
    public IReadOnlyList<int> Named(string name)
    {
        if (!namesByText.TryGetValue(name, out var number))
        {
            number = solvablesOf.Count;
            namesByText.Add(name, number);
            solvablesOf.Add(Meet(name, number));
        }

        return solvablesOf[number];
    }

    /// <summary>Everything that satisfies a relation: the packages of that name, then those that provide it, by priority and name.</summary>
    public IReadOnlyList<int> Satisfying(Relation relation)
    {
        var found = new List<int>();
        AddReal(relation, found);
        AddProviders(relation, found);
        return found;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Requirement> RequirementsOf(int solvable)
    {
        if (solvables[solvable].Package is not { } package)
            return [];
        var requirements = new List<Requirement>(package.PreDepends.Count + package.Depends.Count);
        foreach (var dependency in package.PreDepends)
            requirements.Add(RequirementOf(dependency));
        foreach (var dependency in package.Depends)
            requirements.Add(RequirementOf(dependency));
        return requirements;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Exclusion> ExclusionsOf(int solvable)
    {
        if (solvables[solvable].Package is not { } package)
            return [];
        var exclusions = new List<Exclusion>();
        var met = new HashSet<int>();
        foreach (var relation in package.Conflicts)
            AddExclusions(solvable, relation, met, exclusions);
        foreach (var relation in package.Breaks)
            AddExclusions(solvable, relation, met, exclusions);
        return exclusions;
    }

    /// <summary>Packages of other names that provide a name, in whatever version; preferred ones first.</summary>
    internal IReadOnlyList<int> ProvidersOf(string name)
    {
        if (providersOf.TryGetValue(name, out var known))
            return known;
        var found = new List<int>();
        foreach (var place in places)
        {
            foreach (var package in place.Suite.ProvidersOf(name))
            {
                if (package.Name != name && Find(package) is { } number && !found.Contains(number))
                    found.Add(number);
            }
        }

        found.Sort(CompareProviders);
        providersOf.Add(name, found);
        return found;
    }

    private DebianRequirement RequirementOf(Dependency dependency)
    {
        var candidates = new List<int>();
        foreach (var alternative in dependency.Alternatives)
        {
            AddReal(alternative, candidates);
            AddProviders(alternative, candidates);
        }

        return new DebianRequirement(dependency, candidates);
    }

    // A package is never refused by itself, nor by what it provides; its other versions are out anyway.
    private void AddExclusions(int solvable, Relation relation, HashSet<int> met, List<Exclusion> exclusions)
    {
        foreach (var other in Satisfying(relation))
        {
            if (nameOf[other] != nameOf[solvable] && !solvables[other].IsHost && met.Add(other))
                exclusions.Add(new DebianExclusion(relation, other));
        }
    }

    private void AddReal(Relation relation, List<int> found)
    {
        foreach (var number in Named(relation.Name))
        {
            var package = solvables[number].Package;
            var fits = package is null ? HostPackages.Reach(driver, relation) : relation.Allows(package.Version) && FitsArchitecture(relation, package);
            if (fits && !found.Contains(number))
                found.Add(number);
        }
    }

    private void AddProviders(Relation relation, List<int> found)
    {
        if (relation.Qualifier is not null && relation.Qualifier != architecture)
            return;
        foreach (var number in ProvidersOf(relation.Name))
        {
            if (Provides(solvables[number].Package!, relation) && !found.Contains(number))
                found.Add(number);
        }
    }

    // A name without a version satisfies only a relation without one (Policy 7.5).
    private static bool Provides(DebianPackage package, Relation relation)
    {
        foreach (var provided in package.Provides)
        {
            if (provided.Name == relation.Name
                && (relation.Operator == VersionRelation.Any
                    || (provided.Operator == VersionRelation.Equal && relation.Allows(provided.Version))))
            {
                return true;
            }
        }

        return false;
    }

    private bool FitsArchitecture(Relation relation, DebianPackage package) => relation.Qualifier switch
    {
        null => true,
        "any" => package.MultiArch is MultiArch.Allowed or MultiArch.Foreign,
        var qualifier => qualifier == architecture,
    };

    // Null for a copy of a package that an earlier suite has too.
    private int? Find(DebianPackage package)
    {
        foreach (var number in Named(package.Name))
        {
            if (ReferenceEquals(solvables[number].Package, package))
                return number;
        }

        return null;
    }

    private int[] Meet(string name, int number)
    {
        var met = new List<DebianSolvable>(1);
        if (HostPackages.Provide(name))
            met.Add(new DebianSolvable(name, Package: null, Place: null));
        else
            AddPackages(name, met);

        var numbers = new int[met.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = solvables.Count;
            solvables.Add(met[i]);
            nameOf.Add(number);
        }

        return numbers;
    }

    private void AddPackages(string name, List<DebianSolvable> met)
    {
        foreach (var place in places)
        {
            foreach (var package in place.Suite.PackagesNamed(name))
            {
                if (!met.Exists(other => !ReferenceEquals(other.Place, place) && IsCopy(other.Package!, package)))
                    met.Add(new DebianSolvable(name, package, place));
            }
        }

        if (met.Count > 1)
            met.Sort(ComparePreference);
    }

    private static bool IsCopy(DebianPackage first, DebianPackage second) =>
        first.Version.Text == second.Version.Text && first.Architecture == second.Architecture;

    private int CompareProviders(int first, int second)
    {
        var (a, b) = (solvables[first], solvables[second]);
        var order = a.Place!.Rank.CompareTo(b.Place!.Rank);
        if (order == 0)
            order = a.Package!.Priority.CompareTo(b.Package!.Priority);
        if (order == 0)
            order = string.CompareOrdinal(a.Name, b.Name);
        return order != 0 ? order : ComparePreference(a, b);
    }

    private static int ComparePreference(DebianSolvable a, DebianSolvable b)
    {
        var order = a.Place!.Rank.CompareTo(b.Place!.Rank);
        if (order == 0)
            order = b.Package!.Version.CompareTo(a.Package!.Version);
        if (order == 0)
            order = string.CompareOrdinal(a.Package!.Version.Text, b.Package!.Version.Text);
        if (order == 0)
            order = string.CompareOrdinal(a.Package!.Architecture, b.Package!.Architecture);
        return order != 0 ? order : a.Package!.Number.CompareTo(b.Package!.Number);
    }
}
