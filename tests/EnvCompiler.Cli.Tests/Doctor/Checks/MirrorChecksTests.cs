using System.Net;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

/// <summary>Catalogs and the clock, by what mirrors answer.</summary>
public sealed class MirrorChecksTests : IDisposable
{
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Each_suite_of_the_manifest_is_asked_for_and_without_a_manifest_the_default_ones()
    {
        var asked = new List<string>();
        host.Network = uri =>
        {
            lock (asked)
                asked.Add(uri.AbsoluteUri);
            return FakeHost.Release("14 Nov 2026 10:00:00", validUntil: null);
        };
        Assert.Contains(CheckResult.Ok("catalog debian/trixie", "`http://mirror.example/debian/` has it, of 2026-11-14"), await host.RunAsync(new MirrorCheck()));
        Assert.Contains("http://mirror.example/debian/dists/trixie/InRelease", asked);

        host.SetEnvironment("version = 1\n[catalogs.mine]\ntype = \"debian\"\nsuites = [\"sid\", \"forky\"]");
        Assert.Equal(["catalog mine/sid", "catalog mine/forky"], (await host.RunAsync(new MirrorCheck())).Select(result => result.Name));
    }

    [Fact]
    public async Task Being_offline_is_a_warning()
    {
        var result = (await host.RunAsync(new MirrorCheck()))[0];
        Assert.Equal((CheckState.Warning, "`http://mirror.example/debian/` cannot be asked: Name or service not known"), (result.State, result.Message));
        Assert.Equal(CheckResult.Skipped("clock", "no mirror has told the time"), Assert.Single(await host.RunAsync(new ClockCheck())));
    }

    [Fact]
    public async Task The_mirror_that_is_asked_first_is_the_one_that_is_named_where_none_answers()
    {
        host.SetEnvironment("version = 1\n[catalogs.debian]\ntype = \"debian\"\nmirror = \"http://own.example/debian\"\nsuites = [\"sid\"]");
        var hosts = new List<string>();
        host.Network = uri =>
        {
            hosts.Add(uri.Host);
            throw new HttpRequestException($"no {uri.Host}");
        };
        Assert.Equal("`http://own.example/debian/` cannot be asked: no own.example", Assert.Single(await host.RunAsync(new MirrorCheck())).Message);
        Assert.Equal("own.example", hosts[0]);
    }

    [Fact]
    public async Task A_suite_that_the_mirror_does_not_have_is_a_failure()
    {
        host.Network = _ => new HttpResponseMessage(HttpStatusCode.NotFound);
        Assert.Equal((CheckState.Failed, "`http://mirror.example/debian/` has no suite `trixie`"), Judged((await host.RunAsync(new MirrorCheck()))[0]));
    }

    [Fact]
    public async Task What_is_no_Release_file_is_told()
    {
        host.Network = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Log in to the network</html>") };
        Assert.Equal(
            (CheckState.Warning, "`http://mirror.example/debian/` cannot be asked: what it sends is no Release file"), Judged((await host.RunAsync(new MirrorCheck()))[0]));
    }

    [Theory]
    [InlineData("\"forky\"", CheckState.Failed, "its Release file at `http://mirror.example/debian/` has expired on 2026-11-07")]
    [InlineData("{ name = \"forky\", allow-expired = true }", CheckState.Ok, "`http://mirror.example/debian/` has it, of 2026-10-31, expired, which the manifest allows")]
    internal async Task An_expired_Release_file_is_a_failure_unless_the_manifest_allows_it(string suite, CheckState state, string message)
    {
        host.SetEnvironment($"version = 1\n[catalogs.debian]\ntype = \"debian\"\nsuites = [{suite}]");
        host.Network = _ => FakeHost.Release("31 Oct 2026 10:00:00", "7 Nov 2026 10:00:00");
        Assert.Equal((state, message), Judged((await host.RunAsync(new MirrorCheck()))[0]));
    }

    [Theory]
    [InlineData("14 Nov 2026 10:00:00", 0, CheckState.Ok, "it agrees with the mirror's")]
    [InlineData("14 Nov 2026 10:00:00", -3, CheckState.Warning, "it is 3 hours ahead of the mirror's")]
    [InlineData("14 Nov 2026 10:00:00", 72, CheckState.Warning, "it is 3 days behind the mirror's")]
    [InlineData("28 Nov 2026 12:00:00", 0, CheckState.Failed, "it is 7 days before the date of a Release file that is there already")]
    internal async Task The_clock_is_held_against_the_mirrors_and_against_what_they_have(string date, int hours, CheckState state, string message)
    {
        host.Network = _ => FakeHost.Release(date, validUntil: null, FakeHost.Now.AddHours(hours));
        Assert.Equal((state, message), Judged(Assert.Single(await host.RunAsync(new ClockCheck()))));
    }

    private static (CheckState State, string Message) Judged(CheckResult result) => (result.State, result.Message);
}
