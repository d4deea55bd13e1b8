using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>Limits on a host that delegates no control group, as real processes see them.</summary>
public sealed class LimitsTests
{
    private const string Tell =
        "echo files $(ulimit -n) data $(ulimit -d) score $(cat /proc/self/oom_score_adj) on $(grep Cpus_allowed_list: /proc/self/status | cut -f2). ; exec sleep 1000";

    [Fact]
    public async Task A_service_runs_within_its_limits_and_its_log_says_how()
    {
        var spec = Bash(Tell) with { Limits = new Limits { Files = 512, Memory = 1L << 30, OomScoreAdjust = 700, Cpus = 0.5 } };
        await using var environment = new SupervisedEnvironment(("worker", spec), ("free", Bash(Tell)));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var services = (await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Value;
            await WaitUntilAsync(
                () => environment.Log("worker").Contains(" out files", StringComparison.Ordinal)
                    && environment.Log("free").Contains(" out files", StringComparison.Ordinal), "both have spoken");

            Assert.Contains("out files 512 data 1048576 score 700 on", environment.Log("worker"), StringComparison.Ordinal);
            Assert.Contains("`limits.memory` holds for the data of each process", environment.Log("worker"), StringComparison.Ordinal);
            Assert.Contains("`limits.cpus` has no effect", services.Single(service => service.Name == "worker").Detail, StringComparison.Ordinal);
            Assert.Contains($"score {Math.Max(OomScore.Current, 200)} on", environment.Log("free"), StringComparison.Ordinal);
            Assert.Null(services.Single(service => service.Name == "free").Detail);
            Assert.Equal(OomScore.Current.ToString() + "\n", await File.ReadAllTextAsync($"/proc/{environment.SupervisorPid}/oom_score_adj"));
        }
    }

    [Fact]
    public async Task Whole_processors_are_an_affinity_that_the_supervisor_itself_does_not_keep()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash(Tell) with { Limits = new Limits { Cpus = 1 } }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None);
            await WaitUntilAsync(() => environment.Log("worker").Contains(" out files", StringComparison.Ordinal), "it has spoken");

            Assert.Matches(" on [0-9]+[.]\n", environment.Log("worker"));
            Assert.Equal(Allowed("self"), Allowed(environment.SupervisorPid.ToString()));
        }
    }

    private static string Allowed(string process) =>
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal));
}
