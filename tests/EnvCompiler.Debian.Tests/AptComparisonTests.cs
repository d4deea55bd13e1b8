using System.Collections.Concurrent;
using EnvCompiler.Debian.Tests.Comparing;
using EnvCompiler.Debian.Tests.Drawing;
using EnvCompiler.Debian.Tests.Judges;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Debian.Tests;

/// <summary>Closures of drawn packages against those that apt-get itself finds in the same index.</summary>
[Collection(DrawnSuites.Name)]
public sealed class AptComparisonTests(DrawnSuites suites, ITestOutputHelper output)
{
    private const double LeastEqual = 0.95;

    [RequiresMirror("apt-get")]
    public async Task Closures_are_those_of_apt_and_every_difference_is_explained()
    {
        int all = 0, equal = 0;
        var unexplained = new List<string>();
        foreach (var suite in await suites.All)
        {
            var theirs = await AptClosures(suite);
            var different = new List<string>();
            foreach (var drawn in suite.Packages.Where(drawn => drawn.Locked.Ok && theirs[drawn.Name] is not null))
            {
                var comparison = new ClosureComparison(
                    suite.Archive.Solvables, drawn.Closure.Select(each => $"{each.Name} {each.Version}"), theirs[drawn.Name]!);
                if (comparison.Equal)
                    continue;
                different.Add($"  {drawn.Name}:\n    {string.Join("\n    ", comparison.Differences)}");
                unexplained.AddRange(comparison.Unexplained.Select(each => $"{suite.Draw.File} {drawn.Name}: {each}"));
            }

            var refused = suite.Packages.Where(drawn => !drawn.Locked.Ok).Select(drawn => drawn.Name).ToList();
            Assert.Equal(theirs.Where(each => each.Value is null).Select(each => each.Key).Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
            all += suite.Packages.Count;
            equal += suite.Packages.Count - different.Count;
            output.WriteLine($"{suite.Draw.File}: {suite.Packages.Count - different.Count - refused.Count} equal, {different.Count} different, {refused.Count} refused by both");
            different.ForEach(output.WriteLine);
        }

        Assert.Empty(unexplained);
        Assert.True(equal >= LeastEqual * all, $"{equal} of {all} are equal");
    }

    private static async Task<ConcurrentDictionary<string, SortedSet<string>?>> AptClosures(DrawnSuite suite)
    {
        using var apt = await AptGet.Of(suite.Draw.File.Architecture, [new AptSource(suite.Draw.File.Suite, suite.File)]);
        var closures = new ConcurrentDictionary<string, SortedSet<string>?>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(suite.Packages, async (drawn, _) => closures[drawn.Name] = await apt.Install(drawn.Name));
        return closures;
    }
}
