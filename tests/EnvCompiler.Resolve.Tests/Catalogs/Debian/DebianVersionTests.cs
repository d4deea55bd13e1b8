using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

public sealed class DebianVersionTests
{
    [Theory]
    [InlineData("1.0", "1.1", -1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1.0~~", "1.0~", -1)]
    [InlineData("1.0~~a", "1.0~", -1)]
    [InlineData("1.0~", "1.0", -1)]
    [InlineData("1.0", "1.0a", -1)]
    [InlineData("1.0a", "1.0+", -1)]
    [InlineData("1.0-1", "1.0-1+b1", -1)]
    [InlineData("1.0-1~bpo12+1", "1.0-1", -1)]
    [InlineData("1:0.1", "2.0", 1)]
    [InlineData("0:1.0", "1.0", 0)]
    [InlineData("1.0", "1.0-0", 0)]
    [InlineData("1.00", "1.0", 0)]
    [InlineData("1.", "1.0", 0)]
    [InlineData("1.2-3-4", "1.2-3-5", -1)]
    [InlineData("1.2-3-4", "1.2-4", 1)]
    [InlineData("20260101000000000000000000001", "20260101000000000000000000002", -1)]
    [InlineData("1a1", "1a-", 1)]
    public void Versions_order_as_the_policy_says(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(new DebianVersion(left).CompareTo(new DebianVersion(right))));
        Assert.Equal(-order, Math.Sign(new DebianVersion(right).CompareTo(new DebianVersion(left))));
        if (order == 0)
            Assert.Equal(new DebianVersion(left).GetHashCode(), new DebianVersion(right).GetHashCode());
    }

    [Requires("dpkg")]
    public void Random_versions_order_as_dpkg_orders_them()
    {
        var random = new Random(20261121);
        const string alphabet = "0019a~+-.:bZ";
        for (var i = 0; i < 150; i++)
        {
            var left = Random(random, alphabet);
            var right = random.Next(3) == 0 ? left.Insert(random.Next(1, left.Length + 1), "0") : Random(random, alphabet);
            if (!DebianVersion.TryParse(left, out var a) || !DebianVersion.TryParse(right, out var b))
                continue;
            Assert.True(Dpkg(left, a <= b ? "le" : "gt", right), $"{left} against {right}");
            Assert.True(Dpkg(left, a >= b ? "ge" : "lt", right), $"{left} against {right}");
        }
    }

    // Dpkg::Version is dpkg's own order in one process: a process for each pair would take an hour.
    [RequiresMirror("gpgv", "perl")]
    public async Task All_versions_of_two_releases_order_as_dpkg_orders_them()
    {
        using var directory = new TemporaryDirectory();
        var versions = new HashSet<string>(StringComparer.Ordinal);
        var catalog = await RealCatalog.LoadAsync(directory, ["trixie", "forky"], ["main"]);
        foreach (var package in catalog.Suites.SelectMany(suite => suite.Indexes[0].Packages))
        {
            versions.Add(package.Version.Text);
            versions.UnionWith(package.Depends.SelectMany(dependency => dependency.Alternatives)
                .Where(relation => relation.Operator != VersionRelation.Any).Select(relation => relation.Version.Text));
        }

        Assert.InRange(versions.Count, 20_000, 1_000_000);
        var sorted = versions.Select(version => new DebianVersion(version)).Order().ToList();
        Assert.All(sorted, version => Assert.True(DebianVersion.TryParse(version.Text, out _), version.Text));

        // Neighbours prove the whole order; pairs drawn at random prove that it is dpkg's for others too.
        var pairs = sorted.Zip(sorted.Skip(1)).ToList();
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
            pairs.Add((sorted[random.Next(sorted.Count)], sorted[random.Next(sorted.Count)]));
        var expected = DpkgOrders(directory, pairs);
        for (var i = 0; i < pairs.Count; i++)
            Assert.True(expected[i] == Math.Sign(pairs[i].First.CompareTo(pairs[i].Second)), $"{pairs[i]}: dpkg says {expected[i]}");
    }

    [Theory]
    [InlineData("2:1.2-3", "1.2")]
    [InlineData("1.2-3-4", "1.2-3")]
    [InlineData("1.2", "1.2")]
    public void The_upstream_version_has_no_epoch_and_no_revision(string text, string upstream) =>
        Assert.Equal(upstream, new DebianVersion(text).Upstream);

    [Theory]
    [InlineData("2:1.2-3", true)]
    [InlineData("1.2+dfsg~rc1-3", true)]
    [InlineData("", false)]
    [InlineData(":1", false)]
    [InlineData("a:1", false)]
    [InlineData("x1", false)]
    [InlineData("1.2-", false)]
    [InlineData("1 2", false)]
    [InlineData("1.2_3", false)]
    public void What_a_person_wrote_is_checked(string text, bool valid) => Assert.Equal(valid, DebianVersion.TryParse(text, out _));

    private static string Random(Random random, string alphabet)
    {
        var text = new char[random.Next(1, 9)];
        for (var i = 0; i < text.Length; i++)
            text[i] = alphabet[random.Next(alphabet.Length)];
        return "1" + new string(text);
    }

    private static bool Dpkg(string left, string relation, string right)
    {
        using var process = System.Diagnostics.Process.Start("dpkg", ["--compare-versions", left, relation, right]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static List<int> DpkgOrders(TemporaryDirectory directory, List<(DebianVersion First, DebianVersion Second)> pairs)
    {
        var input = directory.Write("pairs", string.Concat(pairs.Select(pair => $"{pair.First} {pair.Second}\n")));
        const string program = "use Dpkg::Version; while (<>) { my ($a, $b) = split; print version_compare($a, $b), \"\\n\" }";
        using var perl = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("perl", ["-e", program, input]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var orders = perl.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        perl.WaitForExit();
        Assert.Equal(pairs.Count, orders.Length);
        return [.. orders.Select(order => Math.Sign(int.Parse(order, System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
