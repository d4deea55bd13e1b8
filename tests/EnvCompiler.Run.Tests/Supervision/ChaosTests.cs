using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;
using Xunit.Abstractions;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>
/// Programs, the shells around them and the supervisor are killed with -9 in a random order: each time the environment comes back to what was
/// declared. <c>ENVC_CHAOS_KILLS</c> and <c>ENVC_CHAOS_SEED</c> choose how often and in which order.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    // Above ten a minute the keeper gives up, as it should; the rest of the kills go to the services.
    private const int MostSupervisorKills = 8;
    private const int DefaultKills = 15;

    [Fact]
    public async Task Whatever_is_killed_comes_back_and_nothing_is_left_after_a_stop()
    {
        var kills = Number("ENVC_CHAOS_KILLS") ?? DefaultKills;
        var seed = Number("ENVC_CHAOS_SEED") ?? Environment.TickCount;
        output.WriteLine($"ENVC_CHAOS_KILLS={kills} ENVC_CHAOS_SEED={seed}");
        var chance = new Random(seed);
        var supervisorKills = 0;
        await using var environment = new SupervisedEnvironment(
            ("engine", Kept(WebService(ServerPort.Find()))),
            ("metrics", Kept(WebService(ServerPort.Find())) with { DependsOn = Needs("engine") }),
            ("gateway", Kept(Bash("/bin/sh -c 'sleep 1000; true' & wait")) with { DependsOn = Needs("metrics") }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            Assert.True((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Ok);
            for (var i = 0; i < kills; i++)
            {
                var services = environment.ServiceProcesses();
                var victim = supervisorKills < MostSupervisorKills && chance.Next(4) == 0 ? environment.SupervisorPid : services[chance.Next(services.Count)];
                supervisorKills += victim == environment.SupervisorPid ? 1 : 0;
                output.WriteLine($"kill {i}: {victim} of {services.Count}");
                using (var handle = ProcessHandle.TryOpen(victim))
                    handle?.Signal(SignalNames.Kill);
                await WaitUntilAsync(() => IsWhole(environment, client), $"all is well again after kill {i} of seed {seed}");
            }

            Assert.True((await client.StopAsync(null, CancellationToken.None)).Ok);
            Assert.Empty(environment.ServiceProcesses());
        }
    }

    // Ready, each with one instance's processes only.
    private static bool IsWhole(SupervisedEnvironment environment, SupervisorClient client)
    {
        if (!client.StatusAsync(CancellationToken.None).Result.TryGet(out var services) || services.Count != 3)
            return false;
        if (!services.All(service => service is { State: ServiceState.Ready, Pid: { } pid } && ProcessTable.Find(pid) is not null))
            return false;
        var current = services.Select(service => $"{service.Name}/{service.Instance}").ToHashSet();
        return environment.ServiceProcesses().All(pid =>
            ProcessTable.Variable(pid, "ENVC_SERVICE_INSTANCE") is not { } mark || current.Contains(string.Join('/', mark.Split('/')[^2..])));
    }

    private static ServiceSpec Kept(ServiceSpec spec) => spec with
    {
        Restart = new Restart { Policy = RestartPolicy.Always, Delay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(10) },
    };

    private static SortedDictionary<string, ServiceDependency> Needs(string name) =>
        new() { [name] = new ServiceDependency { Condition = DependencyCondition.Ready } };

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
