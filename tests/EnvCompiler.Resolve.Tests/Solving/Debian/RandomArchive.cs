using System.Text;

namespace EnvCompiler.Resolve.Tests.Solving.Debian;

/// <summary>A random archive of two suites, as stanzas for the product and as a model for a judge that shares no code with it.</summary>
internal sealed class RandomArchive
{
    private const int MostPackages = 9;
    private const int Names = 5;
    private const int VirtualNames = 2;

    private static readonly string[] Comparisons = ["<<", "<=", "=", ">=", ">>"];
    private static readonly string[] MultiArchs = ["no", "same", "foreign", "allowed"];

    private readonly Random random;

    internal RandomArchive(int seed)
    {
        random = new Random(seed);
        for (var count = random.Next(4, MostPackages + 1); count > 0; count--)
            AddPackage();
        for (var count = random.Next(1, 3); count > 0; count--)
            Requests.Add(Packages[random.Next(Packages.Count)].Name);
    }

    internal List<Package> Packages { get; } = [];

    internal HashSet<string> Requests { get; } = [];

    /// <summary>The stanzas of one suite.</summary>
    internal string[] Stanzas(int suite) => [.. Packages.Where(package => package.Suite == suite).Select(Stanza)];

    private void AddPackage()
    {
        var (name, version) = ($"n{random.Next(Names)}", random.Next(1, 4));
        if (Packages.Exists(package => package.Name == name && package.Version == version))
            return;
        Packages.Add(new Package(name, version, Suite: random.Next(2), MultiArchs[random.Next(MultiArchs.Length)])
        {
            Depends = [.. Some(3, Alternatives)],
            PreDepends = [.. Some(2, Alternatives)],
            Conflicts = [.. Some(2, () => OneTarget(mayBeAny: false))],
            Breaks = [.. Some(2, () => OneTarget(mayBeAny: false))],
            Provides = [.. Some(2, () => new Provided($"v{random.Next(VirtualNames)}", random.Next(2) == 0 ? random.Next(1, 4) : null)).DistinctBy(each => each.Name)],
        });
    }

    private Target[] Alternatives() => [.. Some(2, () => OneTarget(mayBeAny: true)).Append(OneTarget(mayBeAny: true))];

    private Target OneTarget(bool mayBeAny)
    {
        var isVirtual = random.Next(4) == 0;
        var comparison = random.Next(2) == 0 ? Comparisons[random.Next(Comparisons.Length)] : null;
        return new Target(
            isVirtual ? $"v{random.Next(VirtualNames)}" : $"n{random.Next(Names)}",
            comparison,
            random.Next(1, 4),
            mayBeAny && !isVirtual && random.Next(5) == 0);
    }

    private IEnumerable<T> Some<T>(int limit, Func<T> make)
    {
        for (var count = random.Next(limit); count > 0; count--)
            yield return make();
    }

    private static string Stanza(Package package)
    {
        var text = new StringBuilder(
            $"Package: {package.Name}\nVersion: {package.Version}\nArchitecture: amd64\nFilename: pool/{package.Name}_{package.Version}.deb\nSize: 1\nSHA256: {new string('0', 64)}\n"
            + $"Multi-Arch: {package.MultiArch}\n");
        Field("Depends", package.Depends.Select(Text));
        Field("Pre-Depends", package.PreDepends.Select(Text));
        Field("Conflicts", package.Conflicts.Select(Text));
        Field("Breaks", package.Breaks.Select(Text));
        Field("Provides", package.Provides.Select(each => each.Version is { } version ? $"{each.Name} (= {version})" : each.Name));
        return text.ToString();

        void Field(string name, IEnumerable<string> values)
        {
            if (string.Join(", ", values) is { Length: > 0 } value)
                text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }

    private static string Text(Target[] alternatives) => string.Join(" | ", alternatives.Select(Text));

    private static string Text(Target target) =>
        $"{target.Name}{(target.IsAny ? ":any" : "")}{(target.Comparison is { } comparison ? $" ({comparison} {target.Version})" : "")}";

    internal sealed record Package(string Name, int Version, int Suite, string MultiArch)
    {
        internal required IReadOnlyList<Target[]> Depends { get; init; }

        internal required IReadOnlyList<Target[]> PreDepends { get; init; }

        internal required IReadOnlyList<Target> Conflicts { get; init; }

        internal required IReadOnlyList<Target> Breaks { get; init; }

        internal required IReadOnlyList<Provided> Provides { get; init; }

        internal bool Satisfies(Target target) =>
            target.Name == Name
                ? target.Allows(Version) && (!target.IsAny || MultiArch is "allowed" or "foreign")
                : !target.IsAny && Provides.Any(each => each.Name == target.Name && (target.Comparison is null || (each.Version is { } version && target.Allows(version))));
    }

    internal sealed record Provided(string Name, int? Version);

    internal sealed record Target(string Name, string? Comparison, int Version, bool IsAny)
    {
        internal bool Allows(int version) => Comparison switch
        {
            null => true,
            "<<" => version < Version,
            "<=" => version <= Version,
            "=" => version == Version,
            ">=" => version >= Version,
            _ => version > Version,
        };
    }
}
