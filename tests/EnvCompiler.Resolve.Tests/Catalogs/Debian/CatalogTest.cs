using System.Net.Http;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>What tests of catalogs share: an archive on loopback, a key that signs it, a store, and a load whose circumstances a test changes.</summary>
public abstract class CatalogTest(SigningKey key) : IClassFixture<SigningKey>, IDisposable
{
    private readonly SocketsHttpHandler handler = HttpFetcher.CreateHandler();

    private protected SigningKey Key => key;

    private protected TemporaryDirectory Scratch { get; } = new();

    private protected TestArchive Archive { get; } = new();

    private protected IProcessRunner Processes { get; set; } = new ProcessRunner();

    private protected HttpLimits Limits { get; set; } = new() { RetryDelays = [] };

    private protected DebianArchives Archives { get; set; } = DebianArchives.Official;

    private protected IReadOnlyList<SuiteDefinition> Suites { get; set; } = [new SuiteDefinition { Name = "forky" }];

    private protected IReadOnlyList<string> Components { get; set; } = ["main"];

    private protected IReadOnlyList<string> Architectures { get; set; } = ["amd64"];

    private protected string? KeyringFile { get; set; } = "key.gpg";

    private protected bool Offline { get; set; }

    public void Dispose()
    {
        handler.Dispose();
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Serves these files and loads from there.</summary>
    private protected async Task<Result<LoadedCatalog>> LoadAsync(Dictionary<string, byte[]> files)
    {
        using var server = new HttpTestServer(files);
        return await LoadAsync(server);
    }

    /// <summary>Serves the archive as it stands and loads from there.</summary>
    private protected Task<Result<LoadedCatalog>> LoadAsync() => LoadAsync(Archive.Files(Key));

    private protected Task<Result<LoadedCatalog>> LoadAsync(HttpTestServer server) => LoadFromAsync($"{server.Uri}debian");

    /// <summary>Loads from a mirror, or with null from where apt's sources and <see cref="Archives"/> say; the last architecture's catalog.</summary>
    private protected async Task<Result<LoadedCatalog>> LoadFromAsync(string? mirror)
    {
        File.WriteAllBytes(Scratch.File("key.gpg"), key.Public);
        var definition = new CatalogDefinition { Type = "debian", Mirror = mirror, Keyring = KeyringFile };
        var manifest = new Manifest { Catalogs = new OrderedDictionary<string, CatalogDefinition> { ["debian"] = definition } };
        var file = Scratch.File("manifest.toml");
        var places = new Dictionary<string, SourcePlace>
        {
            ["catalogs.debian.mirror"] = new(file, 4, 1),
            ["catalogs.debian.keyring"] = new(file, 5, 1),
            ["catalogs.debian.suites"] = new(file, 7, 1),
        };
        using var catalog = new DebianCatalog(
            new StoreLayout(Scratch.File("store")),
            new PosixFileOperations(),
            handler,
            Processes,
            new FixedTime(DateTimeOffset.Parse(TestArchive.Now)),
            new DebianMirrors(Archives, variable: null, Scratch.File("apt")),
            Limits);
        var requested = new RequestedCatalog { Name = "debian", Type = "debian", Suites = Suites, Components = Components };
        var result = default(Result<LoadedCatalog>);
        foreach (var architecture in Architectures)
        {
            var request = new CatalogRequest(requested, architecture, new ManifestSource(file, manifest, places)) { Offline = Offline };
            result = await catalog.LoadAsync(request, default);
        }

        return result!;
    }

    private protected async Task<Diagnostic> RefusedAsync(string code, Dictionary<string, byte[]> files) => Refused(code, await LoadAsync(files));

    private protected static Diagnostic Refused(string code, Result<LoadedCatalog> result)
    {
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.False(result.Ok);
        return problem;
    }

    private protected static byte[] Changed(byte[] bytes)
    {
        var changed = (byte[])bytes.Clone();
        changed[changed.Length / 2] ^= 0x10;
        return changed;
    }

    private protected static byte[] Changed(byte[] bytes, string from, string to) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bytes).Replace(from, to, StringComparison.Ordinal));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A host without some programs.</summary>
    private protected sealed class Without(params string[] programs) : IProcessRunner
    {
        private readonly ProcessRunner real = new();

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
            programs.Contains(program) ? Task.FromResult<ProcessOutput?>(null) : real.RunAsync(program, arguments, cancellation);
    }
}
