using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Resolve.Versions;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Versions;

/// <summary>Constraints that nobody thought of, and every version there is.</summary>
public sealed class VersionRangeFuzzTests
{
    private const int Inputs = 1_000_000;

    private static readonly string[] Pieces =
    [
        "0", "1", "2", "10", "007", "99999999999999999999", "a", "rc", "w", "x", "X", "*", ".", ".", ".*", "..", "-", "+", "~", "^", "<", "<=", ">",
        ">=", "=", "==", "|", "||", " ", " - ", ",", "\t", ":", "\0", "\uffff", "é", "\U0001F600", "+dfsg", "+really",
    ];

    private static readonly UpstreamVersion[] Probes =
        [.. new[] { "", "0", "1", "1.0", "1.2.3", "1.2~rc1", "2024a", "0~20240101", "10.2.3.4.5", "~", "+", "w", "\uffff" }.Select(text => new UpstreamVersion(text))];

    [Fact]
    public void Any_text_is_a_range_or_says_why_it_is_none()
    {
        var random = new Random(20261121);
        var ranges = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var text = string.Concat(random.GetItems(Pieces, random.Next(12)));
            if (!VersionRange.TryParse(text, out var range, out var problem))
            {
                Assert.False(string.IsNullOrEmpty(problem), text);
                continue;
            }

            ranges++;
            foreach (var probe in Probes)
                Assert.True(!range.Allows(probe, allowPreReleases: false) || range.Allows(probe, allowPreReleases: true), $"{text} and {probe}");
        }

        Assert.InRange(ranges, Inputs / 50, Inputs);
    }

    [RequiresMirror("gpgv")]
    public async Task Every_version_of_a_suite_is_what_its_own_constraints_say()
    {
        var versions = await UpstreamVersionsOf("forky");
        var held = 0;
        foreach (var version in versions)
        {
            var written = version.ToString();
            // A hyphen is a pre-release in the grammar, and none in Debian; parts that follow it are reached by the parts before it.
            if (written.Contains('-') || !VersionRange.TryParse(written, out _, out _))
                continue;
            held++;
            foreach (var symbol in new[] { "", "=", "^", "~", ">=", "<=" })
                Assert.True(Range(symbol + written).Allows(version, allowPreReleases: false), symbol + written);
            foreach (var symbol in new[] { "<", ">" })
                Assert.False(Range(symbol + written).Allows(version, allowPreReleases: true) && IsComplete(written), symbol + written);
        }

        Assert.InRange(held, versions.Count * 95 / 100, versions.Count);
    }

    // "<1.2" is below every 1.2.*, ">1.2" above; from three parts on a version is itself alone.
    private static bool IsComplete(string version) => version.Contains('~') || version.Count(c => c == '.') >= 2;

    private static VersionRange Range(string text) =>
        VersionRange.TryParse(text, out var range, out var problem) ? range : throw new InvalidOperationException($"{text}: {problem}");

    private static async Task<IReadOnlyList<UpstreamVersion>> UpstreamVersionsOf(string suite)
    {
        using var directory = new TemporaryDirectory();
        using var handler = HttpFetcher.CreateHandler();
        var loader = new CatalogLoader(
            new StoreLayout(directory.File("store")), new PosixFileOperations(), handler, new ProcessRunner(), DebianMirrors.OfThisHost(), TimeProvider.System);
        var source = ManifestReader.Read(
            "manifest.toml", $"version = 1\n[catalogs.debian]\ntype = \"debian\"\nsuites = [{{ name = \"{suite}\", allow-expired = true }}]\n").Value;
        var loaded = await loader.LoadAsync(source, LockRequests.From(source.Manifest) with { Targets = ["x86_64-linux/cpu"] }, CancellationToken.None);
        return [.. loaded.Value["amd64"].SelectMany(catalog => catalog.Suites).SelectMany(each => each.Indexes).SelectMany(index => index.Packages)
            .Select(package => package.Version).Distinct().Select(UpstreamVersion.Of)];
    }
}
