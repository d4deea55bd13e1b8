using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Solving.Debian;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>Which of an archive's indexes are loaded: suites, components, architectures, moments, forms.</summary>
public sealed class SuiteTests(SigningKey key) : CatalogTest(key)
{
    [Requires("gpg", "gpgv")]
    public async Task A_suite_that_no_mirror_has_is_the_manifests_fault()
    {
        Suites = [new SuiteDefinition { Name = "fork" }];
        var problem = Refused("ENVC0210", await LoadAsync());
        Assert.Equal((Fault.User, "did you mean `forky`?"), (problem.Fault, problem.Hint));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_component_that_the_suite_lacks_is_named()
    {
        Components = ["main", "non-fre"];
        var problem = Refused("ENVC0211", await LoadAsync());
        Assert.Contains("`non-fre`", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_architecture_that_the_suite_lacks_is_named()
    {
        Architectures = ["arm64"];
        Refused("ENVC0212", await LoadAsync());
    }

    [Requires("gpg", "gpgv")]
    public async Task Every_component_is_an_index_of_its_own()
    {
        Archive.Fields["Components"] = "main contrib non-free non-free-firmware";
        foreach (var component in new[] { "contrib", "non-free", "non-free-firmware" })
            Archive.Indexes[$"{component}/binary-amd64"] = TestArchive.Stanza($"of-{component}", "1") + TestArchive.Stanza("curl", $"9-{component}");
        Components = ["main", "contrib", "non-free", "non-free-firmware"];
        var suite = (await LoadAsync()).Value.Suites[0];
        Assert.Equal(4, suite.Locked.Files.Count);
        Assert.Single(suite.PackagesNamed("of-non-free-firmware"));
        Assert.Equal(["9-non-free-firmware", "9-non-free", "9-contrib", "8.1-2"], suite.PackagesNamed("curl").Select(package => package.Version.Text).Order(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))));
        Components = ["main"];
        Assert.Empty((await LoadAsync()).Value.Suites[0].PackagesNamed("of-non-free-firmware"));
    }

    [Requires("gpg", "gpgv")]
    public async Task Several_architectures_are_of_one_state_of_the_archive()
    {
        Archive.Fields["Architectures"] = "all amd64 arm64";
        Archive.Indexes["main/binary-arm64"] = TestArchive.Stanza("curl", "8.1-3", "arm64") + TestArchive.Stanza("tzdata", "2026a", "all");
        Architectures = ["amd64", "arm64"];
        using var server = new HttpTestServer(Archive.Files(Key));
        var catalog = (await LoadAsync(server)).Value;
        Assert.Equal("arm64", catalog.Architecture);
        Assert.Equal("arm64", Assert.Single(catalog.Suites[0].PackagesNamed("curl")).Architecture);
        Assert.Single(server.Requests, request => request.Path == Archive.InRelease);
    }

    [Requires("gpg", "gpgv")]
    public async Task Packages_for_all_architectures_are_read_apart_only_where_the_archive_keeps_them_apart()
    {
        Archive.Indexes["main/binary-all"] = TestArchive.Stanza("tzdata", "2026a", "all");
        Assert.Single((await LoadAsync()).Value.Suites[0].Indexes);
        Archive.Fields.Remove("No-Support-for-Architecture-all");
        var suite = (await LoadAsync()).Value.Suites[0];
        Assert.Single(suite.PackagesNamed("tzdata"));
        Assert.Equal(["main/binary-all/Packages", "main/binary-amd64/Packages"], suite.Locked.Files.Keys);
        Archive.Fields["Architectures"] = "amd64";
        Assert.Single((await LoadAsync()).Value.Suites[0].Indexes);
    }

    [Requires("gpg", "gpgv")]
    public async Task The_security_archives_components_are_known_without_their_prefix()
    {
        Archive.Fields["Components"] = "updates/main updates/contrib";
        Assert.True((await LoadAsync()).Ok);
    }

    [Requires("gpg", "gpgv", "xz", "zstd")]
    public async Task Whatever_form_an_index_has_it_is_the_same()
    {
        foreach (var ending in new[] { ".xz", ".zst", ".gz", "" })
        {
            Archive.Endings = [ending];
            foreach (var listsPlain in ending.Length > 0 ? new[] { true, false } : [true])
            {
                Archive.ListsPlain = listsPlain;
                Archive.Packages = TestArchive.Stanza("curl", $"8{ending}.{listsPlain}");
                var suite = (await LoadAsync()).Value.Suites[0];
                Assert.Equal($"8{ending}.{listsPlain}", suite.PackagesNamed("curl")[0].Version.Text);
                Assert.Equal([listsPlain ? "main/binary-amd64/Packages" : $"main/binary-amd64/Packages{ending}"], suite.Locked.Files.Keys);
            }
        }
    }

    [Requires("gpg", "gpgv", "xz", "zstd")]
    public async Task The_smallest_form_on_offer_is_taken()
    {
        Archive.Endings = [".gz", ".zst", ".xz", ""];
        using var server = new HttpTestServer(Archive.Files(Key));
        Archive.Endings = [".xz"];
        Assert.True((await LoadAsync(server)).Ok);
        Assert.Contains(server.Requests.Last().Path, Archive.Files(Key).Keys);
    }

    [Requires("gpg", "gpgv")]
    public async Task Suites_keep_their_order_and_pockets_rank_with_their_base()
    {
        var (trixie, security, forky) = (new TestArchive("trixie"), new TestArchive("trixie-security"), new TestArchive("forky"));
        trixie.Packages = TestArchive.Stanza("curl", "8.0-1");
        security.Packages = TestArchive.Stanza("curl", "8.0-1+deb13u1");
        forky.Packages = TestArchive.Stanza("curl", "9.0-1");
        var files = new[] { trixie, security, forky }.SelectMany(archive => archive.Files(Key)).ToDictionary();
        Suites = [.. new[] { "trixie", "trixie-security", "forky" }.Select(name => new SuiteDefinition { Name = name })];
        var places = SuitePlace.Of([(await LoadAsync(files)).Value]);
        Assert.Equal([0, 0, 2], places.Select(place => place.Rank));
        var solvables = new DebianSolvables(places, "amd64", _ => false);
        Assert.Equal(["8.0-1+deb13u1", "8.0-1", "9.0-1"], solvables.Named("curl").Select(number => solvables[number].Package!.Version.Text));
    }

    [Requires("gpg", "gpgv")]
    public async Task One_suite_that_fails_is_reported_and_the_others_too()
    {
        Suites = [.. new[] { "forky", "fork", "forkyy" }.Select(name => new SuiteDefinition { Name = name })];
        var result = await LoadAsync();
        Assert.False(result.Ok);
        Assert.Equal(["ENVC0210", "ENVC0210"], result.Diagnostics.Select(problem => problem.Code));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_pinned_moment_comes_from_the_snapshot_archive_and_does_not_expire()
    {
        Archive.Fields["Date"] = "Fri, 20 Nov 2026 14:00:00 UTC";
        Archive.Fields["Valid-Until"] = "Fri, 20 Nov 2026 20:00:00 UTC";
        using var server = ServeSnapshot("20261120T204500Z");
        Assert.Equal("2026-11-20T14:00:00Z", (await LoadFromAsync(mirror: null)).Value.Suites[0].Locked.Date);
        Assert.All(server.Requests, request => Assert.StartsWith("/archive/debian/20261120T204500Z/dists/forky/", request.Path, StringComparison.Ordinal));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_moment_between_two_snapshots_is_redirected_to_the_one_before()
    {
        Archive.Fields["Date"] = "Fri, 20 Nov 2026 14:00:00 UTC";
        var files = Archive.Files(Key).ToDictionary(file => file.Key.Replace("/debian/", "/archive/debian/20261120T150000Z/", StringComparison.Ordinal), file => file.Value);
        using var server = new HttpTestServer((request, stream, _) => files.TryGetValue(request.Path, out var content)
            ? HttpTestServer.OkAsync(stream, content)
            : HttpTestServer.StatusAsync(stream, "302 Found", $"Location: {request.Path.Replace("20261120T204500Z", "20261120T150000Z", StringComparison.Ordinal)}\r\n"));
        UseSnapshots(server, "20261120T204500Z");
        Assert.True((await LoadFromAsync(mirror: null)).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_of_after_the_pinned_moment_is_refused()
    {
        using var server = ServeSnapshot("20261120T204500Z");
        Refused("ENVC0221", await LoadFromAsync(mirror: null));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_pinned_moment_is_no_downgrade_of_the_present()
    {
        Assert.True((await LoadAsync()).Ok);
        Archive.Fields["Date"] = "Fri, 20 Nov 2026 14:00:00 UTC";
        using var server = ServeSnapshot("20261120T204500Z");
        Assert.True((await LoadFromAsync(mirror: null)).Ok);
    }

    [Fact]
    public async Task A_moment_that_is_none_is_reported_at_its_line()
    {
        Suites = [new SuiteDefinition { Name = "forky", Snapshot = "2026-11-20" }];
        var problem = Refused("ENVC0220", await LoadFromAsync(mirror: null));
        Assert.Equal(7, problem.Place?.Line);
    }

    private HttpTestServer ServeSnapshot(string moment)
    {
        var files = Archive.Files(Key).ToDictionary(file => file.Key.Replace("/debian/", $"/archive/debian/{moment}/", StringComparison.Ordinal), file => file.Value);
        var server = new HttpTestServer(files);
        UseSnapshots(server, moment);
        return server;
    }

    private void UseSnapshots(HttpTestServer server, string moment)
    {
        Archives = DebianArchives.Parse($"archive debian * {server.Uri}debian {server.Uri}archive/debian\nreleases forky");
        Suites = [new SuiteDefinition { Name = "forky", Snapshot = moment }];
    }
}
