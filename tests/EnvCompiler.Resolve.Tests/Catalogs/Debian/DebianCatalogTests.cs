using System.Net.Http;
using System.Text;
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

public sealed class DebianCatalogTests(SigningKey key) : IClassFixture<SigningKey>, IDisposable
{
    private static readonly string[] Index = ["/debian/dists/forky/InRelease"];

    private readonly TemporaryDirectory directory = new();
    private readonly SocketsHttpHandler handler = HttpFetcher.CreateHandler();
    private readonly TestArchive archive = new();

    private IProcessRunner Processes { get; set; } = new ProcessRunner();

    private SuiteDefinition Suite { get; set; } = new() { Name = "forky" };

    public void Dispose()
    {
        handler.Dispose();
        directory.Dispose();
    }

    [Requires("gpg", "gpgv")]
    public async Task A_signed_archive_is_loaded()
    {
        var catalog = (await LoadAsync(archive.Files(key))).Value;
        var suite = Assert.Single(catalog.Suites);
        Assert.Equal("8.1-2", Assert.Single(suite.PackagesNamed("curl")).Version.Text);
        Assert.Equal("2026-11-21T08:00:00Z", suite.Locked.Date);
        Assert.Equal(["main/binary-amd64/Packages"], suite.Locked.Files.Keys);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_keyring_may_be_text()
    {
        File.WriteAllBytes(directory.File("key.asc"), key.Armored);
        Assert.True((await LoadAsync(archive.Files(key), keyring: "key.asc")).Ok);
    }

    [Requires("gpg")]
    public async Task Without_gpgv_sqv_decides()
    {
        var sqv = new FakeSqv(archive.Release());
        Processes = sqv;
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
        Assert.Equal(["--keyring", "--cleartext", "--output"], sqv.Arguments.Where(argument => argument.StartsWith('-')));
        Processes = new FakeSqv(archive.Release()) { ExitCode = 1 };
        archive.Fields["Date"] = "Sat, 21 Nov 2026 09:00:00 UTC";
        var problem = await RefusedAsync("ENVC0206", archive.Files(key));
        Assert.Contains("Message has been manipulated", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg")]
    public async Task Without_a_verifier_nothing_is_trusted()
    {
        Processes = new Without("gpgv", "sqv");
        var problem = await RefusedAsync("ENVC0205", archive.Files(key));
        Assert.Equal(Fault.User, problem.Fault);
        Assert.NotNull(problem.Hint);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_changed_Release_is_refused() =>
        await RefusedAsync("ENVC0206", archive.Files(Changed(key.ClearSign(archive.Release()), "Date: Sat, 21", "Date: Sun, 22")));

    [Requires("gpg", "gpgv")]
    public async Task An_unsigned_Release_is_refused() => await RefusedAsync("ENVC0206", archive.Files(Encoding.ASCII.GetBytes(archive.Release())));

    [Requires("gpg", "gpgv")]
    public async Task A_Release_signed_by_someone_else_is_refused()
    {
        using var other = new SigningKey();
        var problem = await RefusedAsync("ENVC0206", archive.Files(other));
        Assert.Contains("not in the keyring", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_of_Debians_keys_is_asked_for_where_no_keyring_is_named() =>
        Refused("ENVC0206", await LoadAsync(archive.Files(key), keyring: null));

    [Requires("gpg", "gpgv")]
    public async Task What_stands_outside_the_signature_is_not_read()
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes("Codename: sid\nDate: Sun, 01 Jan 2040 00:00:00 UTC\n\n"), .. key.ClearSign(archive.Release())];
        Assert.Equal("2026-11-21T08:00:00Z", (await LoadAsync(archive.Files(signed))).Value.Suites[0].Locked.Date);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_expired_Release_is_refused_unless_it_is_allowed()
    {
        archive.Fields["Valid-Until"] = "Sat, 21 Nov 2026 11:59:59 UTC";
        var problem = await RefusedAsync("ENVC0207", archive.Files(key));
        Assert.Contains("allow-expired", problem.Hint, StringComparison.Ordinal);
        Assert.Equal(7, problem.Place?.Line);
        Suite = Suite with { AllowExpired = true };
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_of_another_suite_is_refused()
    {
        archive.Fields["Codename"] = "trixie";
        archive.Fields["Suite"] = "stable";
        await RefusedAsync("ENVC0208", archive.Files(key));
    }

    [Requires("gpg", "gpgv")]
    public async Task An_older_Release_than_the_last_one_is_refused_and_the_same_is_not()
    {
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
        archive.Fields["Date"] = "Sat, 21 Nov 2026 07:59:59 UTC";
        await RefusedAsync("ENVC0209", archive.Files(key));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_suite_that_no_mirror_has_is_the_manifests_fault()
    {
        Suite = new SuiteDefinition { Name = "fork" };
        var problem = await RefusedAsync("ENVC0210", archive.Files(key));
        Assert.Equal((Fault.User, "did you mean `forky`?"), (problem.Fault, problem.Hint));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_component_that_the_suite_lacks_is_named()
    {
        var problem = Refused("ENVC0211", await LoadAsync(archive.Files(key), components: ["main", "non-fre"]));
        Assert.Contains("`non-fre`", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_architecture_that_the_suite_lacks_is_named() =>
        Refused("ENVC0212", await LoadAsync(archive.Files(key), architecture: "arm64"));

    [Requires("gpg", "gpgv")]
    public async Task Signed_nonsense_is_refused()
    {
        await RefusedAsync("ENVC0213", archive.Files(key.ClearSign("Hello\n")));
        archive.Packages = "<html></html>\n\n";
        await RefusedAsync("ENVC0214", archive.Files(key));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_changed_index_is_refused_and_leaves_nothing_behind()
    {
        var files = archive.Files(key);
        foreach (var path in files.Keys.Where(path => path.Contains("binary", StringComparison.Ordinal)).ToList())
            files[path] = Changed(files[path]);
        await RefusedAsync("ENVC0202", files);
        Assert.False(Directory.Exists(directory.File("store", "indexes", "packages")));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_truncated_index_is_refused()
    {
        var files = archive.Files(key);
        foreach (var path in files.Keys.Where(path => path.Contains("binary", StringComparison.Ordinal)).ToList())
            files[path] = files[path][..^20];
        await RefusedAsync("ENVC0202", files);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_mirror_without_files_by_hash_serves_them_by_name()
    {
        archive.HasByHash = false;
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_mirror_that_lacks_the_index_is_named()
    {
        var files = archive.Files(key).Where(file => Index.Contains(file.Key)).ToDictionary();
        var problem = await RefusedAsync("ENVC0201", files);
        Assert.Equal(Fault.Outside, problem.Fault);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_uncompressed_index_will_do()
    {
        archive.Ending = "";
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task Packages_for_all_architectures_are_read_apart_only_where_the_archive_keeps_them_apart()
    {
        archive.PackagesOfAll = TestArchive.Stanza("tzdata", "2026a");
        Assert.Single((await LoadAsync(archive.Files(key))).Value.Suites[0].Indexes);
        archive.Fields.Remove("No-Support-for-Architecture-all");
        var suite = (await LoadAsync(archive.Files(key))).Value.Suites[0];
        Assert.Single(suite.PackagesNamed("tzdata"));
        Assert.Equal(["main/binary-all/Packages", "main/binary-amd64/Packages"], suite.Locked.Files.Keys);
        archive.Fields["Architectures"] = "amd64";
        Assert.Single((await LoadAsync(archive.Files(key))).Value.Suites[0].Indexes);
    }

    [Requires("gpg", "gpgv")]
    public async Task The_security_archives_components_are_known_without_their_prefix()
    {
        archive.Fields["Components"] = "updates/main updates/contrib";
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task The_second_load_asks_for_the_Release_only()
    {
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
        using var server = new HttpTestServer(archive.Files(key));
        Assert.True((await LoadAsync(server)).Ok);
        Assert.Equal(Index, server.Requests.Select(request => request.Path));
    }

    [Requires("gpg", "gpgv")]
    public async Task An_unchanged_Release_is_neither_sent_nor_verified_again()
    {
        var files = archive.Files(key);
        using var server = new HttpTestServer((request, stream, _) =>
            request.Headers.GetValueOrDefault("If-None-Match") == "\"one\""
                ? HttpTestServer.StatusAsync(stream, "304 Not Modified")
                : HttpTestServer.OkAsync(stream, files[request.Path], "ETag: \"one\"\r\n"));
        Assert.True((await LoadAsync(server)).Ok);
        Processes = new Without("gpgv", "sqv");
        Assert.True((await LoadAsync(server)).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task Offline_the_store_is_enough_and_the_network_is_not_touched()
    {
        using var server = new HttpTestServer(archive.Files(key));
        Refused("ENVC0215", await LoadAsync(server, offline: true));
        Assert.True((await LoadAsync(server)).Ok);
        var requests = server.Requests.Count;
        Assert.Single((await LoadAsync(server, offline: true)).Value.Suites[0].PackagesNamed("wget"));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Requires("gpg", "gpgv")]
    public async Task Two_loads_of_one_store_at_once_both_end_well()
    {
        using var server = new HttpTestServer(archive.Files(key));
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoadAsync(server)));
        Assert.All(results, result => Assert.Single(result.Value.Suites[0].PackagesNamed("curl")));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_damaged_cache_is_made_anew()
    {
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
        foreach (var file in Directory.EnumerateFiles(directory.File("store", "indexes"), "*", SearchOption.AllDirectories))
            File.WriteAllText(file, "?");
        Assert.True((await LoadAsync(archive.Files(key))).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_apt_source_that_fails_is_followed_by_the_next()
    {
        using var server = new HttpTestServer(archive.Files(key));
        using var broken = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "403 Forbidden"));
        directory.Write("apt/sources.list", $"deb {broken.Uri}debian trixie main\ndeb {server.Uri}debian trixie main\n");
        Assert.True((await LoadAsync(mirror: null, "key.gpg", ["main"], "amd64", offline: false)).Ok);
        Assert.NotEmpty(broken.Requests);
    }

    [Fact]
    public async Task A_keyring_that_is_not_there_is_reported_at_its_line()
    {
        var problem = Refused("ENVC0216", await LoadAsync(new Dictionary<string, byte[]>(), keyring: "absent.gpg"));
        Assert.Equal(5, problem.Place?.Line);
    }

    [Fact]
    public async Task A_mirror_that_is_no_address_is_reported_at_its_line()
    {
        var problem = Refused("ENVC0217", await LoadAsync("ftp//nowhere", "key.gpg", ["main"], "amd64", offline: false));
        Assert.Equal(4, problem.Place?.Line);
    }

    [RequiresMirror]
    public async Task A_real_suite_is_loaded_and_verified_with_the_keys_that_ship_with_envc()
    {
        using var catalog = new DebianCatalog(
            new StoreLayout(directory.File("store")), new PosixFileOperations(), handler, Processes, TimeProvider.System, DebianMirrors.OfThisHost());
        var suites = new[] { "trixie", "trixie-security" }.Select(name => new SuiteDefinition { Name = name, AllowExpired = true });
        var requested = new RequestedCatalog { Name = "debian", Type = "debian", Suites = [.. suites], Components = ["main", "non-free-firmware"] };
        var request = new CatalogRequest(requested, "amd64", new ManifestSource("manifest.toml", new Manifest(), new Dictionary<string, SourcePlace>()));
        var loaded = (await catalog.LoadAsync(request, default)).Value;
        Assert.Equal(2, loaded.Suites[0].Indexes.Count);
        Assert.InRange(loaded.Suites[0].Indexes[0].Count, 60_000, 200_000);
        Assert.Contains(loaded.Suites[0].Essential, package => package.Name == "dpkg");
        Assert.NotEmpty(loaded.Suites[0].ProvidersOf("awk"));
        Assert.NotEmpty(loaded.Suites[1].Indexes[0].Packages);
        var offline = (await catalog.LoadAsync(request with { Offline = true }, default)).Value;
        Assert.Equal(Everything(loaded.Suites[0]), Everything(offline.Suites[0]));
    }

    private static List<string> Everything(LoadedSuite suite) => [.. suite.Indexes.SelectMany(index => index.Packages)
        .Select(package => $"{package} {package.Sha256} {string.Join(", ", package.Depends)} {string.Join(", ", package.Provides)}")];

    private async Task<Diagnostic> RefusedAsync(string code, Dictionary<string, byte[]> files) => Refused(code, await LoadAsync(files));

    private static Diagnostic Refused(string code, Result<LoadedCatalog> result)
    {
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.False(result.Ok);
        return problem;
    }

    private async Task<Result<LoadedCatalog>> LoadAsync(
        Dictionary<string, byte[]> files, string? keyring = "key.gpg", string[]? components = null, string architecture = "amd64")
    {
        using var server = new HttpTestServer(files);
        return await LoadAsync($"{server.Uri}debian", keyring, components ?? ["main"], architecture, offline: false);
    }

    private Task<Result<LoadedCatalog>> LoadAsync(HttpTestServer server, bool offline = false) =>
        LoadAsync($"{server.Uri}debian", "key.gpg", ["main"], "amd64", offline);

    private async Task<Result<LoadedCatalog>> LoadAsync(string? mirror, string? keyring, string[] components, string architecture, bool offline)
    {
        File.WriteAllBytes(directory.File("key.gpg"), key.Public);
        var definition = new CatalogDefinition { Type = "debian", Mirror = mirror, Keyring = keyring };
        var manifest = new Manifest { Catalogs = new OrderedDictionary<string, CatalogDefinition> { ["debian"] = definition } };
        var file = directory.File("manifest.toml");
        var places = new Dictionary<string, SourcePlace>
        {
            ["catalogs.debian.mirror"] = new(file, 4, 1),
            ["catalogs.debian.keyring"] = new(file, 5, 1),
            ["catalogs.debian.suites"] = new(file, 7, 1),
        };
        using var catalog = new DebianCatalog(
            new StoreLayout(directory.File("store")),
            new PosixFileOperations(),
            handler,
            Processes,
            new FixedTime(DateTimeOffset.Parse(TestArchive.Now)),
            new DebianMirrors(DebianArchives.Official, variable: null, directory.File("apt")),
            new HttpLimits { RetryDelays = [] });
        var requested = new RequestedCatalog { Name = "debian", Type = "debian", Suites = [Suite], Components = components };
        var request = new CatalogRequest(requested, architecture, new ManifestSource(file, manifest, places)) { Offline = offline };
        return await catalog.LoadAsync(request, default);
    }

    private static byte[] Changed(byte[] bytes)
    {
        var changed = (byte[])bytes.Clone();
        changed[changed.Length / 2] ^= 0x10;
        return changed;
    }

    private static byte[] Changed(byte[] bytes, string from, string to) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bytes).Replace(from, to, StringComparison.Ordinal));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Without(params string[] programs) : IProcessRunner
    {
        private readonly ProcessRunner real = new();

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, System.Threading.CancellationToken cancellation) =>
            programs.Contains(program) ? Task.FromResult<ProcessOutput?>(null) : real.RunAsync(program, arguments, cancellation);
    }

    // As sqv 1.5 behaves: it is on few machines, and Debian 12's cannot read InRelease files yet.
    private sealed class FakeSqv(string signedText) : IProcessRunner
    {
        internal int ExitCode { get; init; }

        internal IReadOnlyList<string> Arguments { get; private set; } = [];

        public async Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, System.Threading.CancellationToken cancellation)
        {
            if (program != "sqv")
                return null;
            Arguments = arguments;
            await File.WriteAllTextAsync(arguments[arguments.ToList().IndexOf("--output") + 1], signedText, cancellation);
            return new ProcessOutput(ExitCode, "", ExitCode == 0 ? "" : "Verifying signature:\n           Message has been manipulated\n");
        }
    }
}
