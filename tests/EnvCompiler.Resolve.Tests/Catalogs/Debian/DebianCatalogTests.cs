using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>Loading, and what the store keeps of it.</summary>
public sealed class DebianCatalogTests(SigningKey key) : CatalogTest(key)
{
    [Requires("gpg", "gpgv")]
    public async Task A_signed_archive_is_loaded()
    {
        var suite = Assert.Single((await LoadAsync()).Value.Suites);
        Assert.Equal("8.1-2", Assert.Single(suite.PackagesNamed("curl")).Version.Text);
        Assert.Equal("2026-11-21T08:00:00Z", suite.Locked.Date);
        Assert.Equal(["main/binary-amd64/Packages"], suite.Locked.Files.Keys);
    }

    [Requires("gpg", "gpgv")]
    public async Task The_second_load_asks_for_the_Release_only()
    {
        Assert.True((await LoadAsync()).Ok);
        using var server = new HttpTestServer(Archive.Files(Key));
        Assert.True((await LoadAsync(server)).Ok);
        Assert.Equal([Archive.InRelease], server.Requests.Select(request => request.Path));
    }

    [Requires("gpg", "gpgv")]
    public async Task An_unchanged_Release_is_neither_sent_nor_verified_again()
    {
        var files = Archive.Files(Key);
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
        using var server = new HttpTestServer(Archive.Files(Key));
        Offline = true;
        Refused("ENVC0215", await LoadAsync(server));
        Offline = false;
        Assert.True((await LoadAsync(server)).Ok);
        var requests = server.Requests.Count;
        Offline = true;
        Assert.Single((await LoadAsync(server)).Value.Suites[0].PackagesNamed("wget"));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Requires("gpg", "gpgv")]
    public async Task Two_loads_of_one_store_at_once_both_end_well()
    {
        using var server = new HttpTestServer(Archive.Files(Key));
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoadAsync(server)));
        Assert.All(results, result => Assert.Single(result.Value.Suites[0].PackagesNamed("curl")));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_damaged_cache_is_made_anew()
    {
        var before = Everything((await LoadAsync()).Value.Suites[0]);
        foreach (var damage in new Func<byte[], byte[]>[] { _ => "?"u8.ToArray(), bytes => bytes[..(bytes.Length / 2)], Changed, bytes => new byte[bytes.Length], _ => [] })
        {
            foreach (var file in Directory.EnumerateFiles(Scratch.File("store", "indexes"), "*", SearchOption.AllDirectories))
                File.WriteAllBytes(file, damage(File.ReadAllBytes(file)));
            Assert.Equal(before, Everything((await LoadAsync()).Value.Suites[0]));
            Offline = true;
            Assert.Equal(before, Everything((await LoadAsync()).Value.Suites[0]));
            Offline = false;
        }
    }

    [Requires("gpg", "gpgv")]
    public async Task A_damaged_cache_is_no_cache_offline()
    {
        Assert.True((await LoadAsync()).Ok);
        foreach (var file in Directory.EnumerateFiles(Scratch.File("store", "indexes", "packages")))
            File.WriteAllBytes(file, Changed(File.ReadAllBytes(file)));
        Offline = true;
        Refused("ENVC0215", await LoadAsync());
    }

    [RequiresMirror]
    public async Task A_real_suite_is_loaded_and_verified_with_the_keys_that_ship_with_envc()
    {
        string[] suites = ["trixie", "trixie-security"];
        string[] components = ["main", "contrib", "non-free", "non-free-firmware"];
        var loaded = await RealCatalog.LoadAsync(Scratch, suites, components);
        Assert.Equal(4, loaded.Suites[0].Indexes.Count);
        Assert.InRange(loaded.Suites[0].Indexes[0].Count, 60_000, 200_000);
        Assert.Contains(loaded.Suites[0].Essential, package => package.Name == "dpkg");
        Assert.NotEmpty(loaded.Suites[0].ProvidersOf("awk"));
        Assert.NotEmpty(loaded.Suites[1].Indexes[0].Packages);
        var offline = await RealCatalog.LoadAsync(Scratch, suites, components, offline: true);
        Assert.Equal(Everything(loaded.Suites[0]), Everything(offline.Suites[0]));

        var foreign = await RealCatalog.LoadAsync(Scratch, suites, ["main"], "arm64");
        Assert.Equal(["all", "arm64"], foreign.Suites[0].Indexes[0].Packages.Select(package => package.Architecture).Distinct().Order());
        Assert.Equal(loaded.Suites[0].Locked.Date, foreign.Suites[0].Locked.Date);
    }

    private static List<string> Everything(LoadedSuite suite) => [.. suite.Indexes.SelectMany(index => index.Packages)
        .Select(package => $"{package} {package.Sha256} {string.Join(", ", package.Depends)} {string.Join(", ", package.Provides)}")];
}
