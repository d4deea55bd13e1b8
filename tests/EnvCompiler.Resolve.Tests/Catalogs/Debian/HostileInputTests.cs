using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;
using EnvCompiler.Resolve.Catalogs.Debian.Releases;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>A million inputs for every reader of what mirrors send: each ends, in bounded time and memory, with a value or a refusal.</summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    // Of Debian forky, shortened.
    private static readonly string[] Stanzas =
    [
        """
        Package: curl
        Source: curl-src (8.1)
        Version: 1:8.1~rc2+dfsg-2+b1
        Essential: yes
        Architecture: amd64
        Multi-Arch: foreign
        Priority: required
        Section: web
        Pre-Depends: libc6 (>= 2.34)
        Depends: libcurl4t64 (= 8.1-2), python3:any (>= 3.13~) | perl,
         zlib1g [amd64] <!nocheck>
        Provides: http-client (= 8), downloader, http-client (= 9)
        Conflicts: libc6:i386 (<< 2)
        Breaks: b (>> 2~)
        Replaces: c
        Filename: pool/main/c/curl/curl_8.1-2_amd64.deb
        Size: 329128
        SHA256: aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd
        Description: command line tool
         It transfers data.


        """,
        """
        Package: a
        Version: 1
        Architecture: all
        Filename: pool/a.deb
        Size: 1
        SHA256: AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD
        Provides: a, a (= 1)

        Package: a
        Version: 2
        Architecture: all
        Filename: pool/a2.deb
        Size: 9223372036854775807
        SHA256: AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD


        """,
    ];

    private static readonly string[] StanzaWords =
    [
        "Package: ", "Version: ", "Architecture: ", "Depends: ", "Provides: ", "Size: ", "SHA256: ", "Filename: ", "Description: ", "Essential: yes", "\n", "\n\n", "\n ",
        "\r\n", ":", ",", " | ", " (>= 1)", "(=", ")", "[", "]", "<", ">", "any", "..", "/", "9999999999999999999999", "-1", "\0", "\u00e9", "\ufeff", " ", "\t", "Package: a\n",
    ];

    private static readonly string[] Relations =
    [
        "libc6 (>= 2.34)", "python3:any (>= 3.13~)", "default-mta | mail-transport-agent", "a (>= 1) [amd64 !arm64] <cross> <!nocheck b>", "libc6:i386 (<< 2), x, y (= 1:2-3)",
    ];

    private static readonly string[] RelationWords =
        ["(", ")", "[", "]", "<", ">", "<<", ">>", "<=", ">=", "=", "|", ",", ":", "any", "!", " ", "\t", "\n ", "a", "0", "~", "\u00e9", "((", ">=="];

    private static readonly string[] Versions =
        ["1.0", "2:1.2~rc1+dfsg-3+b1", "1.2-3-4", "0:0", "20260101000000000000000000001", "1.00", "1.0-0", "1~~a", "1a+", ":", "-", "1:", "a:1", "", "1.0é"];

    private static readonly string[] VersionWords = ["0", "00", "9", "a", "Z", "~", "+", "-", ".", ":", "1", "99999999999999999999", "é", "\U0001F600"];

    private static readonly string[] Releases =
    [
        """
        Origin: Debian
        Suite: testing
        Codename: forky
        Date: Fri, 30 Oct 2026 08:08:01 UTC
        Valid-Until: Fri, 06 Nov 2026 08:08:01 UTC
        Acquire-By-Hash: yes
        No-Support-for-Architecture-all: Packages
        Architectures: all amd64 arm64
        Components: main contrib updates/non-free
        MD5Sum:
         6d41c06349a3da92b8a135bfde1838f9  1834765 contrib/Contents-all
        SHA256:
         aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd  59660780 main/binary-amd64/Packages
         AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD  10093888 main/binary-amd64/Packages.xz

        """,
    ];

    private static readonly string[] ReleaseWords =
    [
        "SHA256:\n", "MD5Sum:\n", "Date: ", "Valid-Until: ", "Components: ", " ", "\n", "\r\n", ":", ",", "+0000", "GMT", "UTC", "99 Foo 99999 99:99:99", "30 Feb 2026 00:00:00 UTC", "\0", "é",
        " aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd 99999999999999999999 x\n", "/", "..",
    ];

    [Fact]
    public void Packages_files() => output.WriteLine(Fuzzing.Run(
        new FuzzMutator(Stanzas, StanzaWords),
        input =>
        {
            try
            {
                using var stream = new MemoryStream(input.ToArray());
                var index = DebianIndex.Read(stream, "amd64", default);
                foreach (var package in index.Packages)
                    ReadAll(index, package);
            }
            catch (InvalidDataException)
            {
                // A refusal.
            }
        },
        bytesPerInput: 2 << 20));

    [Fact]
    public void Relationship_fields() => output.WriteLine(Fuzzing.Run(new FuzzMutator(Relations, RelationWords, 512), input =>
    {
        foreach (var dependency in RelationParser.ParseDependencies(input, "amd64"))
            Assert.NotEmpty(dependency.Alternatives);
        foreach (var relation in RelationParser.ParseRelations(input, "amd64"))
        {
            // What was understood is written so that it is understood the same way.
            var again = RelationParser.Parse(relation.ToString());
            Assert.Equal((relation.Name, relation.Qualifier, relation.Operator, relation.Version.Text), (again.Name, again.Qualifier, again.Operator, again.Version.Text));
            relation.Allows(new DebianVersion("1"));
        }
    }));

    [Fact]
    public void Versions_have_a_total_order()
    {
        var mutator = new FuzzMutator(Versions, VersionWords, 48);
        output.WriteLine(Fuzzing.Run(mutator, input =>
        {
            // Three versions in one input.
            var text = Encoding.UTF8.GetString(input);
            var (a, b, c) = (new DebianVersion(text[..(text.Length / 3)]), new DebianVersion(text[(text.Length / 3)..(text.Length * 2 / 3)]), new DebianVersion(text[(text.Length * 2 / 3)..]));
            Assert.Equal(0, a.CompareTo(a));
            Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
            DebianVersion[] sorted = [a, b, c];
            Array.Sort(sorted);
            Assert.True(sorted[0] <= sorted[1] && sorted[1] <= sorted[2] && sorted[0] <= sorted[2]);
            Assert.True(a != b || (a.GetHashCode() == b.GetHashCode() && Math.Sign(a.CompareTo(c)) == Math.Sign(b.CompareTo(c))));
            if (DebianVersion.TryParse(text, out var whole))
                Assert.Equal(text, whole.Text);
        }));
    }

    [Fact]
    public void Release_files() => output.WriteLine(Fuzzing.Run(new FuzzMutator(Releases, ReleaseWords), input =>
    {
        try
        {
            var release = Release.Parse(Encoding.UTF8.GetString(input));
            Assert.NotEmpty(release.Files);
            Release.Format(release.Date);
        }
        catch (InvalidDataException)
        {
            // A refusal.
        }
    }));

    [Fact]
    public void Cached_images()
    {
        using var whole = new MemoryStream();
        PackagesReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Stanzas))), 0, default).Write(whole.Write);
        var image = whole.ToArray();
        output.WriteLine(Fuzzing.Run(new FuzzMutator([image], [[0, 0, 0, 0], [255, 255, 255, 255], [1], [0xFF, 0xFF, 0xFF, 0x7F]], image.Length + 64), input =>
        {
            var bytes = input.ToArray();
            Assert.Equal(bytes.AsSpan().SequenceEqual(image), IndexImage.TryOpen(bytes) is not null);
        }));
    }

    private static void ReadAll(DebianIndex index, DebianPackage package)
    {
        Assert.Contains(package, index.PackagesNamed(package.Name));
        foreach (var relation in package.Provides)
            Assert.NotNull(relation.Name);
        Assert.Equal(64, package.Sha256.Length);
        Assert.NotNull(package.Depends.Concat(package.PreDepends).Count() + package.Conflicts.Count + package.Breaks.Count + package.Replaces.Count + package.Source + package.Section);
        Assert.True(package.Size > 0);
        Assert.DoesNotContain("..", package.Filename, StringComparison.Ordinal);
    }
}
