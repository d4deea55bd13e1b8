using EnvCompiler.Debian.Tests.Comparing;
using EnvCompiler.Debian.Tests.Drawing;
using EnvCompiler.Debian.Tests.Judges;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Solving.Debian;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Debian.Tests;

/// <summary>Several suites and components, against apt with pins that say the same as envc's order of suites.</summary>
public sealed class SuiteMixTests(ITestOutputHelper output)
{
    private const int Drawn = 10;

    // The driver and its legacy and Tesla branches.
    private const string DriverSource = "nvidia-graphics-drivers";

    [RequiresMirror("apt-get")]
    public async Task Security_and_updates_rank_with_their_suite()
    {
        using var directory = new TemporaryDirectory();
        PackagesFile[] files = [new("trixie", "main", "amd64"), new("trixie-updates", "main", "amd64"), new("trixie-security", "main", "amd64")];
        var (archive, sources) = await Mix(directory, files, _ => 0);
        var updated = archive.Suites[1].Indexes.Concat(archive.Suites[2].Indexes).SelectMany(index => index.Packages).Select(package => package.Name);
        await AssertAsApt(archive, sources, new PackageDraw(files[2], Drawn, Seed: 6).From(updated));
    }

    [RequiresMirror("apt-get")]
    public async Task A_later_suite_gives_what_the_first_lacks()
    {
        using var directory = new TemporaryDirectory();
        PackagesFile[] files = [new("forky", "main", "amd64"), new("sid", "main", "amd64")];
        var (archive, sources) = await Mix(directory, files, rank => rank);
        var added = archive.Suites[1].Indexes[0].Packages.Select(package => package.Name).Where(name => archive.Suites[0].PackagesNamed(name).Count == 0);
        await AssertAsApt(archive, sources, new PackageDraw(files[1], Drawn, Seed: 7).From(added));
    }

    [RequiresMirror("dose-debcheck")]
    public async Task What_needs_the_hosts_driver_is_locked_without_it()
    {
        using var directory = new TemporaryDirectory();
        PackagesFile[] files = [new("sid", "main", "amd64"), new("sid", "contrib", "amd64"), new("sid", "non-free", "amd64")];
        var (archive, sources) = await Mix(directory, files, _ => 0);
        Assert.DoesNotContain(archive.Packages, package => package.Source.StartsWith(DriverSource, StringComparison.Ordinal) && !HostPackages.Provide(package.Name));
        var needing = archive.Packages.Where(package => !HostPackages.Provide(package.Name) && HostNames(package).Any()).Select(package => package.Name);
        var names = new PackageDraw(files[2], Drawn, Seed: 8).From(needing);
        var provided = archive.Packages.SelectMany(HostNames).Distinct(StringComparer.Ordinal).Select(name => $"{name} (= 999999)");
        var driver = $"Package: driver-of-the-host\nVersion: 1\nArchitecture: all\nProvides: {string.Join(", ", provided)}\n\n";
        var locked = 0;
        foreach (var name in names)
        {
            var result = archive.Lock(name);
            if (!result.Ok)
            {
                Assert.DoesNotContain(new Refusal(name, result.Diagnostics[0].ToString()).Missing.SelectMany(Refusal.NamesOf), HostPackages.Provide);
                continue;
            }

            locked++;
            var closure = result.Value.Packages.Values;
            var wanted = closure.Select(each => (each.Name, each.Version)).ToHashSet();
            var stanzas = await Stanzas.Read([.. sources.Select(source => source.PackagesFile)], wanted);
            Assert.DoesNotContain(closure, package => HostPackages.Provide(package.Name));
            Assert.True(await Debcheck.HoldsTogether(closure, stanzas, "amd64", driver), $"{name} does not hold together");
        }

        Assert.True(locked > 0, "none of the drawn packages can be locked");
        output.WriteLine($"{locked} of {names.Count} locked without the driver: {string.Join(", ", names)}");
    }

    private static IEnumerable<string> HostNames(DebianPackage package) =>
        package.PreDepends.Concat(package.Depends).SelectMany(dependency => dependency.Alternatives).Select(relation => relation.Name).Where(HostPackages.Provide);

    private static async Task<(Archive Archive, IReadOnlyList<AptSource> Sources)> Mix(TemporaryDirectory directory, PackagesFile[] files, Func<int, int> rankOf)
    {
        var paths = await Task.WhenAll(files.Select(file => file.DownloadTo(directory.Path)));
        return (new Archive("amd64", [.. files.Zip(paths, (file, path) => (file.Suite, path))]),
            [.. files.Zip(paths).Select((each, i) => new AptSource(each.First.Suite, each.Second, rankOf(i)))]);
    }

    private async Task AssertAsApt(Archive archive, IReadOnlyList<AptSource> sources, IReadOnlyList<string> names)
    {
        int equal = 0, onlyOurs = 0, refused = 0;
        using var apt = await AptGet.Of("amd64", sources);
        foreach (var name in names)
        {
            var locked = archive.Lock(name);
            var theirs = await apt.Install(name);
            if (!locked.Ok)
            {
                Assert.True(theirs is null, $"apt installs {name}, which is refused: {locked.Diagnostics[0]}");
                refused++;
                continue;
            }

            var ours = locked.Value.Packages.Values;
            if (theirs is null)
            {
                // apt looks at one candidate a name; envc goes on to the later suite where the preferred version does not do.
                Assert.True(ours.Any(package => IsNoCandidate(archive, package)), $"{name} is locked, and apt cannot install it");
                onlyOurs++;
                continue;
            }

            var comparison = new ClosureComparison(archive.Solvables, ours.Select(each => $"{each.Name} {each.Version}"), theirs);
            Assert.True(comparison.Unexplained.Count == 0, $"{name}: {string.Join(", ", comparison.Unexplained)}");
            equal += comparison.Equal ? 1 : 0;
        }

        output.WriteLine($"{string.Join(" + ", sources.Select(source => source.Suite))}: {equal} of {names.Count} equal, "
            + $"{onlyOurs} by another version than apt's only candidate, {refused} refused by both");
    }

    private static bool IsNoCandidate(Archive archive, LockedPackage package) =>
        archive.Suites.First(suite => suite.PackagesNamed(package.Name).Count > 0).Suite.Name != package.Suite;
}
