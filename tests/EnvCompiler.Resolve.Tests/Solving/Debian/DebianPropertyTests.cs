using EnvCompiler.Resolve.Tests.Locking;

namespace EnvCompiler.Resolve.Tests.Solving.Debian;

/// <summary>
/// Locking against trying every selection, on random small archives with two suites, versioned <c>Provides</c>, <c>Pre-Depends</c>, <c>:any</c>,
/// <c>Conflicts</c> and <c>Breaks</c>. The judge reads its own model by Policy 7, not the product's relations.
/// </summary>
public sealed class DebianPropertyTests
{
    private const int Archives = 10_000;

    [Fact]
    public void An_archive_locks_exactly_when_some_selection_breaks_no_rule_and_takes_the_preferred_versions()
    {
        var locked = 0;
        for (var seed = 0; seed < Archives; seed++)
        {
            var archive = new RandomArchive(seed);
            var catalog = Catalog(archive, backwards: false);
            var result = catalog.Lock(Install(archive));
            var selections = Selections(archive).ToList();
            Assert.True(result.Ok == selections.Count > 0, $"seed {seed}: {(result.Ok ? "locked, and nothing fits" : $"{selections.Count} selections fit:\n{result.Diagnostics[0]}")}");
            if (!result.Ok)
                continue;
            locked++;
            var closure = SmallCatalog.ClosureOf(result.Value, "toplevel");
            Assert.True(closure.SequenceEqual(SmallCatalog.ClosureOf(Catalog(archive, backwards: true).Lock(Install(archive)).Value, "toplevel")), $"seed {seed}: input order matters");
            var chosen = archive.Packages.Where(package => closure.Contains($"{package.Name} {package.Version}")).ToHashSet();
            Assert.True(IsWhole(archive, chosen), $"seed {seed}: the closure breaks a rule");

            // Requests in the order of their ids: each has the first version by suite, then by number, that those before it leave possible.
            foreach (var name in archive.Requests.Order(StringComparer.Ordinal))
            {
                var best = archive.Packages.Where(package => package.Name == name).OrderBy(package => package.Suite).ThenByDescending(package => package.Version)
                    .First(package => selections.Exists(selection => selection.Contains(package)));
                Assert.True(chosen.Contains(best), $"seed {seed}: {best.Name} {best.Version} was possible");
                selections.RemoveAll(selection => !selection.Contains(best));
            }

            var again = catalog.Lock(Install(archive), result.Value).Value;
            Assert.True(closure.SequenceEqual(SmallCatalog.ClosureOf(again, "toplevel")), $"seed {seed}: a lock does not keep itself");
        }

        Assert.InRange(locked, Archives / 5, Archives * 4 / 5);
    }

    private static SmallCatalog Catalog(RandomArchive archive, bool backwards) => new SmallCatalog().With(
        "debian",
        ("first", backwards ? [.. archive.Stanzas(0).Reverse()] : archive.Stanzas(0)),
        ("second", backwards ? [.. archive.Stanzas(1).Reverse()] : archive.Stanzas(1)));

    private static string Install(RandomArchive archive) => string.Join('\n', archive.Requests.Select(name => $"{name}.pkg-path = \"{name}\""));

    private static IEnumerable<HashSet<RandomArchive.Package>> Selections(RandomArchive archive)
    {
        for (var bits = 0; bits < 1 << archive.Packages.Count; bits++)
        {
            var selection = archive.Packages.Where((_, index) => ((bits >> index) & 1) != 0).ToHashSet();
            if (IsWhole(archive, selection))
                yield return selection;
        }
    }

    private static bool IsWhole(RandomArchive archive, HashSet<RandomArchive.Package> selection) =>
        selection.Select(package => package.Name).Distinct().Count() == selection.Count
        && archive.Requests.All(name => selection.Any(package => package.Name == name))
        && selection.All(package =>
            package.Depends.Concat(package.PreDepends).All(alternatives => alternatives.Any(target => selection.Any(other => other.Satisfies(target))))
            && !package.Conflicts.Concat(package.Breaks).Any(target => selection.Any(other => other.Name != package.Name && other.Satisfies(target))));
}
