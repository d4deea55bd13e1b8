using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

public sealed class WayInCheckTests : IDisposable
{
    private static readonly ProcessOutput s_works = new(0, "", "");
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task User_namespaces_are_enough()
    {
        host.Programs["unshare"] = s_works;
        Assert.Equal(CheckResult.Ok("way-in", "`user`: user namespaces work"), await RunAsync());
    }

    [Fact]
    public async Task The_hosts_bwrap_is_the_next()
    {
        host.Programs["unshare"] = new ProcessOutput(1, "", "unshare: write failed /proc/self/uid_map: Operation not permitted\n");
        host.Programs["/usr/bin/bwrap"] = s_works;
        Assert.Equal(CheckResult.Ok("way-in", "`host-bwrap`: the host's bwrap works"), await RunAsync());
    }

    [Fact]
    public async Task Where_only_proot_works_that_is_a_warning_with_what_would_help()
    {
        host.Programs["unshare"] = new ProcessOutput(1, "", "unshare: unshare failed: Operation not permitted\n");
        host.Programs["proot"] = s_works;
        var result = await RunAsync();
        Assert.Equal(CheckState.Warning, result.State);
        Assert.Equal(
            "`proot`, several times slower: no namespace can be made (unshare: unshare failed: Operation not permitted; the host has no `bwrap`)", result.Message);
        Assert.StartsWith("sysctl -w user.max_user_namespaces=15000", result.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_ptrace_works_is_not_guessed()
    {
        host.Programs["unshare"] = new ProcessOutput(1, "", "");
        var result = await RunAsync();
        Assert.Equal(CheckState.Warning, result.State);
        Assert.Contains("`unshare` ended with exit code 1", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_namespaces_and_ptrace_nothing_works()
    {
        host.Write("proc/sys/kernel/yama/ptrace_scope", "3\n");
        Assert.Equal(CheckState.Failed, (await RunAsync()).State);
    }

    [Fact]
    public async Task Uid_0_with_its_capabilities_asks_nobody()
    {
        host.UserId = 0;
        host.Write("proc/self/status", "CapEff:\t000001ffffffffff\n");
        Assert.Equal(CheckResult.Ok("way-in", "`mount`: uid 0 may mount"), Assert.Single(await new WayInCheck().RunAsync(host.Make(), default)));
    }

    private async Task<CheckResult> RunAsync() => Assert.Single(await host.RunAsync(new WayInCheck()));
}
