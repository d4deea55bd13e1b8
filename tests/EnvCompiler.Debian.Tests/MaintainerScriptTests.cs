using System.Threading;
using EnvCompiler.Debian.Tests.Drawing;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Surveying;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Debian.Tests;

/// <summary>
/// The maintainer scripts of the drawn packages' closures, base packages included: how many of them envc understands. Only heads of packages
/// are downloaded.
/// </summary>
[Collection(DrawnSuites.Name)]
public sealed class MaintainerScriptTests(DrawnSuites suites, ITestOutputHelper output)
{
    private const double MostUnknown = 0.02;

    [RequiresMirror]
    public async Task Few_packages_of_the_closures_have_a_script_that_nobody_knows()
    {
        var all = new List<SurveyedPackage>();
        foreach (var suite in await suites.All)
            all.AddRange(await Survey(suite));
        var packages = all.DistinctBy(package => package.Id).ToList();

        Write("scripts", packages);
        foreach (var package in packages.Where(package => package.Verdict is ScriptVerdict.Unknown))
            output.WriteLine($"{package.Id} {string.Join(", ", package.Unknown.Select(unknown => $"{unknown.Script} {unknown.Hash}: {unknown.Commands[0]}"))}");
        // A mirror in the middle of an update may lack a file that its index names.
        Assert.True(Count(packages, ScriptVerdict.Unread) <= packages.Count / 100, packages.Find(package => package.Problem is not null)?.Problem);
        Assert.True(Count(packages, ScriptVerdict.Unknown) <= MostUnknown * packages.Count);
    }

    private async Task<IReadOnlyList<SurveyedPackage>> Survey(DrawnSuite suite)
    {
        using var directory = new TemporaryDirectory();
        using var handler = HttpFetcher.CreateHandler();
        var survey = new ScriptSurvey(new StoreLayout(directory.File("store")), new PosixFileOperations(), handler, TimeProvider.System);
        var mirrors = DebianMirrors.OfThisHost().ForIndexes(mirror: null, suite.Draw.File.Suite, snapshot: null);
        var withBase = suite.Archive.Lock("hostname", withBase: true).Value.Packages.Values;
        var packages = suite.Packages.SelectMany(package => package.Closure).Concat(withBase);
        var surveyed = (await survey.SurveyAsync(packages, mirrors, CancellationToken.None)).Value;
        Write($"{suite.Draw.File}", surveyed);
        return surveyed;
    }

    private void Write(string title, IReadOnlyList<SurveyedPackage> packages)
    {
        var unknown = Count(packages, ScriptVerdict.Unknown);
        output.WriteLine(
            $"{title}: {packages.Count} packages, {packages.Count - Count(packages, ScriptVerdict.None)} with scripts: {Count(packages, ScriptVerdict.Parsed)} parsed, "
            + $"{Count(packages, ScriptVerdict.Reviewed)} reviewed, {unknown} unknown ({100.0 * unknown / packages.Count:0.00} %), {Count(packages, ScriptVerdict.Unread)} unread");
    }

    private static int Count(IEnumerable<SurveyedPackage> packages, ScriptVerdict verdict) => packages.Count(package => package.Verdict == verdict);
}
