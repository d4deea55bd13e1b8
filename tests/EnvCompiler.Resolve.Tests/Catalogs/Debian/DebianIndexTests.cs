using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

public sealed class DebianIndexTests
{
    [Fact]
    public void Every_field_that_resolution_and_search_need_is_read()
    {
        var package = Assert.Single(Read(Stanza("curl", "8.1-2", """
            Source: curl-source (8.1)
            Essential: yes
            Multi-Arch: foreign
            Priority: important
            Section: web
            Pre-Depends: libc6 (>= 2.34)
            Depends: libcurl4 (= 8.1-2),
             zlib1g
            Provides: http-client (= 8), downloader
            Conflicts: a
            Breaks: b (<< 2)
            Replaces: c
            Description: command line tool
             It transfers data.
            """)).PackagesNamed("curl"));
        Assert.Equal(("8.1-2", "amd64", "curl-source", "web"), (package.Version.Text, package.Architecture, package.Source, package.Section));
        Assert.Equal((true, MultiArch.Foreign, PackagePriority.Important), (package.Essential, package.MultiArch, package.Priority));
        Assert.Equal("libc6 (>= 2.34)", Assert.Single(package.PreDepends).ToString());
        Assert.Equal(["libcurl4 (= 8.1-2)", "zlib1g"], package.Depends.Select(dependency => dependency.ToString()));
        Assert.Equal(["http-client (= 8)", "downloader"], package.Provides.Select(relation => relation.ToString()));
        Assert.Equal(["a", "b (<< 2)", "c"], package.Conflicts.Concat(package.Breaks).Concat(package.Replaces).Select(r => r.ToString()));
        Assert.Equal("command line tool", package.Description);
        Assert.Equal(("pool/curl_8.1-2.deb", 7, new string('a', 64)), (package.Filename, package.Size, package.Sha256));
    }

    [Fact]
    public void Versions_of_a_name_come_highest_first()
    {
        var index = Read(Stanza("a", "1.9") + Stanza("b", "1") + Stanza("a", "1.10") + Stanza("a", "1.10~rc1"));
        Assert.Equal(["1.10", "1.10~rc1", "1.9"], index.PackagesNamed("a").Select(package => package.Version.Text));
        Assert.Equal(4, index.Count);
    }

    [Fact]
    public void Providers_come_once_each_and_in_order()
    {
        var index = Read(
            Stanza("postfix", "1", "Provides: mail-transport-agent, default-mta")
            + Stanza("exim4", "1", "Provides: mail-transport-agent (= 1), mail-transport-agent (= 2)"));
        Assert.Equal(["postfix", "exim4"], index.ProvidersOf("mail-transport-agent").Select(package => package.Name));
        Assert.Empty(index.PackagesNamed("mail-transport-agent"));
        Assert.Empty(index.ProvidersOf("unheard-of"));
    }

    [Fact]
    public void The_same_package_is_the_same_instance()
    {
        var index = Read(Stanza("a", "1", "Provides: x\nEssential: yes"));
        Assert.Same(index.PackagesNamed("a")[0], index.ProvidersOf("x")[0]);
        Assert.Same(index.PackagesNamed("a")[0], index.Essential[0]);
    }

    [Fact]
    public void Many_names_are_all_found()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 300_000; i += 3)
            text.Append(Stanza($"p{i}", "1", $"Provides: v{i}, w{i}"));
        var index = Read(text.ToString());
        Assert.Equal(300_000, index.Names.Count());
        for (var i = 0; i < 300_000; i += 2997)
            Assert.Equal($"p{i}", Assert.Single(index.ProvidersOf($"w{i}")).Name);
    }

    [Fact]
    public void Chunks_that_split_a_stanza_anywhere_are_joined()
    {
        var bytes = Encoding.UTF8.GetBytes(Stanza("a", "1") + Stanza("b", "2"));
        using var stream = new OneByteAtATime(bytes);
        Assert.Equal(2, DebianIndex.Read(stream, "amd64", default).Count);
    }

    [Theory]
    [InlineData("Version: 1\nFilename: x\n\n")]
    [InlineData("Package: a\nVersion: 1\nArchitecture: all\nFilename: x\nSize: -1\n\n")]
    [InlineData("Package: a\nVersion: 1\nArchitecture: all\nFilename: x\nSize: 1\nSHA256: zz\n\n")]
    [InlineData("Package: a/b\nVersion: 1\n\n")]
    [InlineData("Package: \u00e9\nVersion: 1\n\n")]
    [InlineData("<html>\n\n")]
    public void What_is_not_a_Packages_file_is_refused(string text) => Assert.Throws<InvalidDataException>(() => Read(text));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("pool/a?b")]
    public void A_filename_that_leaves_the_archive_is_refused(string filename) =>
        Assert.Throws<InvalidDataException>(() => Read(Stanza("a", "1").Replace("pool/a_1.deb", filename, StringComparison.Ordinal)));

    private static DebianIndex Read(string text) => DebianIndex.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "amd64", default);

    private static string Stanza(string name, string version, string more = "") => $"""
        Package: {name}
        Version: {version}
        Architecture: amd64
        Filename: pool/{name}_{version}.deb
        Size: 7
        SHA256: {new string('a', 64)}
        Description: something
        {more.TrimEnd()}
        """.TrimEnd() + "\n\n";

    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
