using System.Threading;
using EnvCompiler.Host.Compression;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>Closures of real packages against those that apt-get itself finds in the same index.</summary>
public sealed class AptComparisonTests
{
    private const string Suite = "forky";
    private const int DrawnPackages = 3;

    private static readonly string[] KnownPackages = ["llama.cpp-tools", "python3-numpy", "nginx", "git", "prometheus"];

    [RequiresMirror("apt-get")]
    public async Task Closures_are_those_of_apt()
    {
        using var directory = new TemporaryDirectory();
        var file = await Download(directory.File("Packages"));
        using var apt = await AptJudge.Of(file);
        await using var text = File.OpenRead(file);
        var index = DebianIndex.Read(text, "amd64", CancellationToken.None);
        var all = index.Packages.Select(package => package.Name).Distinct().Order(StringComparer.Ordinal).ToArray();
        var random = new Random(20261121);
        foreach (var name in KnownPackages.Concat(Enumerable.Range(0, DrawnPackages).Select(_ => all[random.Next(all.Length)])))
            Assert.True(await apt.Install(name) is { } theirs && theirs.SetEquals(Closure(index, name)), $"{name} differs");
    }

    private static HashSet<string> Closure(DebianIndex index, string package)
    {
        var source = ManifestReader.Read("manifest.toml", $"version = 1\n[install]\nx.pkg-path = \"{package}\"\n[options]\nbase = false\n").Value;
        var suite = new LoadedSuite(new SuiteDefinition { Name = Suite }, new LockedIndex { Date = "2026-11-01T00:00:00Z" }, [index]);
        var catalogs = new Dictionary<string, IReadOnlyList<LoadedCatalog>> { ["amd64"] = [new LoadedCatalog("debian", "amd64", [suite])] };
        var locked = new LockBuilder(source, LockRequests.From(source.Manifest), catalogs, previous: null).Build(new(StringComparer.Ordinal)).Value;
        return [.. locked.Packages.Values.Select(each => $"{each.Name} {each.Version}")];
    }

    private static async Task<string> Download(string file)
    {
        using var handler = HttpFetcher.CreateHandler();
        using var client = new HttpClient(handler, disposeHandler: false);
        foreach (var mirror in DebianMirrors.OfThisHost().ForIndexes(mirror: null, Suite, snapshot: null))
        {
            using var answer = await client.GetAsync(new Uri(mirror, $"dists/{Suite}/main/binary-amd64/Packages.xz"), HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode)
                continue;
            await using var plain = new XzStream(await answer.Content.ReadAsStreamAsync());
            await using var output = File.Create(file);
            await plain.CopyToAsync(output);
            return file;
        }

        throw new InvalidOperationException($"no mirror has {Suite}");
    }
}
