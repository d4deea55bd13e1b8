using EnvCompiler.Resolve.Searching;
using EnvCompiler.Resolve.Tests.Locking;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Searching;

public sealed class PackageSearchTests
{
    private readonly PackageSearch search = new(new SmallCatalog().With(
        "debian",
        ("trixie",
        [
            Package("caddy", "2.6", "Description: web server"),
            Package("nginx", "1.26", "Description: small, powerful web Server"),
            Package("nginx-common", "1.26", "Description: web server - common files"),
        ]),
        ("forky",
        [
            Package("caddy", "2.10", "Depends: libc6 (>= 2.40), init | systemd\nProvides: httpd\nBreaks: nginx (<< 1)\nDescription: web server"),
            Package("nginx", "1.28", "Description: small, powerful web Server"),
            Package("libnginx-mod", "1", "Description: module"),
        ])).Catalogs);

    [Fact]
    public void Exact_names_come_first_then_beginnings_then_names_then_synopses()
    {
        Assert.Equal(["nginx", "nginx-common", "libnginx-mod"], Names("nginx"));
        Assert.Equal(["caddy", "nginx", "nginx-common"], Names("server"));
    }

    [Fact]
    public void Every_word_counts_and_case_does_not()
    {
        Assert.Equal(["nginx", "nginx-common"], Names("NGINX", "server"));
        Assert.Empty(Names("nginx", "caddy"));
    }

    [Fact]
    public void A_name_is_shown_in_the_version_that_a_manifest_would_get()
    {
        var caddy = search.Search(["caddy"])[0];
        Assert.Equal(("2.6", "trixie", "debian", "web server"), (caddy.Version, caddy.Suite, caddy.Catalog, caddy.Description));
    }

    [Fact]
    public void Versions_are_of_every_suite_with_their_relations()
    {
        var versions = search.Versions("caddy");
        Assert.Equal([("2.6", "trixie"), ("2.10", "forky")], versions.Select(version => (version.Version, version.Suite)));
        Assert.Equal(["libc6 (>= 2.40)", "init | systemd"], versions[1].Depends);
        Assert.Equal(["httpd"], versions[1].Provides);
        Assert.Equal(["nginx (<< 1)"], versions[1].Conflicts);
        Assert.Empty(search.Versions("httpd"));
    }

    [Fact]
    public void A_misspelt_or_virtual_name_leads_somewhere()
    {
        Assert.Equal(["nginx"], search.NamesNear("ngnix"));
        Assert.Equal(["caddy"], search.ProvidersOf("httpd"));
    }

    private IEnumerable<string> Names(params string[] words) => search.Search(words).Select(found => found.Name);
}
