using System.Collections.Concurrent;
using System.Diagnostics;
using EnvCompiler.Debian.Tests.Comparing;
using EnvCompiler.Debian.Tests.Drawing;
using EnvCompiler.Debian.Tests.Judges;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Solving.Debian;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Debian.Tests;

/// <summary>What can be locked, and whether it holds together, against dose-debcheck.</summary>
[Collection(DrawnSuites.Name)]
public sealed class InstallabilityTests(DrawnSuites suites, ITestOutputHelper output)
{
    // Its packages need not be installable: the suite for failures.
    private static readonly PackagesFile Unstable = new("sid", "main", "amd64");

    private static readonly int JudgedNames = PackageDraw.Share(1000);

    private const int RefusalsForApt = 25;

    // Of this index, e.g. `forky/main amd64`, every name is judged, which takes minutes.
    private static readonly string? WholeIndex = Environment.GetEnvironmentVariable("ENVC_TEST_WHOLE_INDEX");

    [RequiresMirror("dose-debcheck")]
    public async Task Closures_have_no_unmet_dependency_and_no_conflict()
    {
        using var directory = new TemporaryDirectory();
        var broken = new List<string>();
        foreach (var suite in await suites.All)
        {
            var readable = await Debcheck.Readable(suite.File, directory.File("Packages"));
            var wanted = suite.Packages.SelectMany(drawn => drawn.Closure).Select(each => (each.Name, each.Version)).ToHashSet();
            var stanzas = await Stanzas.Read(readable, wanted);
            foreach (var drawn in suite.Packages.Where(drawn => drawn.Locked.Ok))
            {
                if (!await Debcheck.HoldsTogether(drawn.Closure, stanzas, suite.Draw.File.Architecture))
                    broken.Add($"{suite.Draw.File} {drawn.Name}");
            }

            output.WriteLine($"{suite.Draw.File}: {suite.Packages.Count(drawn => drawn.Locked.Ok)} closures of {wanted.Count} packages hold together");
        }

        Assert.Empty(broken);
    }

    [Requires("dose-debcheck")]
    public async Task A_closure_that_lacks_a_package_or_holds_a_conflict_is_noticed()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("Packages", """
            Package: a
            Version: 1
            Architecture: all
            Depends: b

            Package: b
            Version: 1
            Architecture: all

            Package: c
            Version: 1
            Architecture: all
            Breaks: b

            """);
        var stanzas = await Stanzas.Read(file, new HashSet<(string, string)> { ("a", "1"), ("b", "1"), ("c", "1") });
        Assert.True(await HoldsTogether("a", "b"));
        Assert.False(await HoldsTogether("a"));
        Assert.False(await HoldsTogether("a", "b", "c"));

        Task<bool> HoldsTogether(params string[] names) => Debcheck.HoldsTogether([.. names.Select(PackageNamed)], stanzas, "amd64");
    }

    [RequiresMirror("dose-debcheck", "apt-get")]
    public async Task A_package_is_locked_exactly_when_dose_can_install_it_and_a_refusal_names_what_is_missing()
    {
        using var directory = new TemporaryDirectory();
        var unstable = await Unstable.DownloadTo(directory.Path);
        var problems = new ConcurrentBag<string>();
        // dose needs minutes for an index as a whole: the one that most is drawn from, and the one with failures.
        var files = (await suites.All).Take(PackageDraw.IsWhole ? int.MaxValue : 1).Select(suite => (suite.Draw.File, Path: suite.File, suite.Archive))
            .Append((File: Unstable, Path: unstable, Archive: new Archive(Unstable.Architecture, (Unstable.Suite, unstable))));
        await Parallel.ForEachAsync(files, async (each, _) =>
        {
            var judged = await Judge(each.File, each.Path, each.Archive, directory);
            foreach (var problem in judged.Problems)
                problems.Add($"{each.File} {problem}");
            if (each.File == Unstable)
                await AssertAptRefuses(each.Path, new PackageDraw(Unstable, RefusalsForApt, Seed: 5).From(judged.Uninstallable));
        });
        Assert.True(problems.IsEmpty, string.Join('\n', problems.Order(StringComparer.Ordinal)));
    }

    private async Task<(List<string> Problems, IReadOnlySet<string> Uninstallable)> Judge(
        PackagesFile file, string path, Archive archive, TemporaryDirectory directory)
    {
        var readable = await Debcheck.Readable(path, directory.File($"{file.Suite}-{file.Architecture}"));
        var broken = await Debcheck.Broken(readable, file.Architecture);
        var versions = broken.Select(each => (each.Name, each.Version)).ToHashSet();
        var packages = archive.Packages.Where(package => !HostPackages.Provide(package.Name)).ToLookup(package => package.Name, StringComparer.Ordinal);
        var uninstallable = packages.Where(each => each.All(package => versions.Contains((package.Name, package.Version.Text)))).Select(each => each.Key).ToHashSet();
        var count = file.ToString() == WholeIndex ? packages.Count : JudgedNames;
        var names = new PackageDraw(file, count, Seed: 4).From(packages.Select(each => each.Key)).Union(uninstallable).ToList();

        var problems = new List<string>();
        var refusals = new List<Refusal>();
        var (clock, slowest) = (Stopwatch.StartNew(), TimeSpan.Zero);
        foreach (var name in names)
        {
            var started = clock.Elapsed;
            var locked = archive.Lock(name);
            slowest = clock.Elapsed - started is var taken && taken > slowest ? taken : slowest;
            if (locked.Ok == uninstallable.Contains(name))
                problems.Add($"{name} {(locked.Ok ? "is locked, dose refuses it" : $"is refused, dose installs it: {locked.Diagnostics[0]}")}");
            else if (!locked.Ok)
                refusals.Add(new Refusal(name, locked.Diagnostics[0].ToString()));
        }

        output.WriteLine($"{file}: {names.Count} of {packages.Count} names judged, {uninstallable.Count} cannot be installed, {problems.Count} verdicts differ from dose's; "
            + $"locking took {clock.ElapsedMilliseconds} ms, the slowest {slowest.TotalMilliseconds:F0} ms");
        problems.AddRange(await Refusal.Unfounded(refusals, broken, readable, file.Architecture, directory));
        problems.AddRange(await Refusal.WithoutConflict(refusals, readable, file.Architecture, directory));
        return (problems, uninstallable);
    }

    private static async Task AssertAptRefuses(string packagesFile, IReadOnlyList<string> names)
    {
        using var apt = await AptGet.Of(Unstable.Architecture, [new AptSource(Unstable.Suite, packagesFile)]);
        foreach (var name in names)
            Assert.True(await apt.Install(name) is null, $"apt installs {name}, which dose and envc refuse");
    }

    private static LockedPackage PackageNamed(string name) => new()
    {
        Kind = "debian",
        Name = name,
        Version = "1",
        Architecture = "all",
        Catalog = "debian",
        Suite = "sid",
        Path = $"{name}.deb",
        Size = 1,
        Sha256 = "",
    };
}
