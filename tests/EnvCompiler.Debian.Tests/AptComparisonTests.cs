using System.Collections.Concurrent;
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
    public async Task Closures_are_those_of_apt()
    {
        var all = (await Task.WhenAll((await suites.All).Select(Compare))).SelectMany(equal => equal).ToList();
        Assert.True(all.Count(equal => equal) >= LeastEqual * all.Count);
    }

    private async Task<IReadOnlyCollection<bool>> Compare(DrawnSuite suite)
    {
        using var apt = await AptGet.Of(suite.File, suite.Draw.File.Architecture);
        var equal = new ConcurrentBag<bool>();
        await Parallel.ForEachAsync(suite.Packages, async (drawn, _) =>
        {
            var theirs = await apt.Install(drawn.Name);
            var ours = drawn.Closure.Select(each => $"{each.Name} {each.Version}");
            equal.Add(theirs is null ? !drawn.Locked.Ok : theirs.SetEquals(ours));
        });
        output.WriteLine($"{suite.Draw.File}: {equal.Count(each => each)} of {equal.Count} are as apt says");
        return equal;
    }
}
