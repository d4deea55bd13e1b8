using System.Diagnostics;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>A supervisor is killed with -9, and the one that its keeper starts goes on.</summary>
public sealed class AdoptionTests
{
    private const int Stop = 19;
    private const int Continue = 18;

    [Fact]
    public async Task Services_run_on_and_are_looked_after_as_before()
    {
        await using var environment = new SupervisedEnvironment(("web", WebService(ServerPort.Find())), ("worker", Ticking));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var before = await StartAsync(client);
            await KillAsync(environment);

            var after = (await client.StatusAsync(CancellationToken.None)).Value;
            Assert.Equal(before.Select(service => (service.Name, service.State, service.Pid, service.Instance)),
                after.Select(service => (service.Name, service.State, service.Pid, service.Instance)));
            var said = environment.Log("worker").Length;
            await WaitUntilAsync(() => environment.Log("worker").IndexOf(" out tick", said, StringComparison.Ordinal) > 0, "its output is read on");

            var stopped = (await client.StopAsync(null, CancellationToken.None)).Value;
            Assert.All(stopped, service => Assert.Equal((ServiceState.Stopped, EndReason.StopRequested), (service.State, service.Reason)));
            Assert.Empty(environment.ServiceProcesses());
        }
    }

    [Fact]
    public async Task What_was_said_while_nobody_read_is_in_the_log_and_nobody_got_SIGPIPE()
    {
        // It is killed when it has written all that it read: a line in its hands would be lost with it.
        await using var environment = new SupervisedEnvironment(("counter", Bash(
            """
            count() { while [ $i -lt $1 ]; do i=$((i+1)); echo line $i; sleep 0.005; done; }
            i=0; count 20
            until [ -e gone ]; do sleep 0.005; done
            count 60
            touch heard-by-nobody
            count 400
            exec sleep 1000
            """)));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAsync(client);
            await WaitUntilAsync(() => environment.Log("counter").Contains(" out line 20\n", StringComparison.Ordinal), "it speaks");
            await KillAsync(environment, whileGone: async () =>
            {
                await File.WriteAllTextAsync(environment.PathOf("gone"), "");
                await WaitUntilAsync(() => File.Exists(environment.PathOf("heard-by-nobody")), "it speaks on");
                Assert.DoesNotContain(" out line 21\n", environment.Log("counter"), StringComparison.Ordinal);
            });
            await WaitUntilAsync(() => environment.Log("counter").Contains(" out line 400\n", StringComparison.Ordinal), "it has said all");

            var lines = environment.Log("counter").Split('\n').Where(line => line.Contains(" out line ", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(1, 400), lines.Select(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..])));
        }
    }

    [Fact]
    public async Task An_end_that_nobody_saw_is_a_failure_with_an_unknown_exit_code()
    {
        await using var environment = new SupervisedEnvironment(
            ("fragile", Ticking), ("robust", Ticking with { Restart = new Restart { Policy = RestartPolicy.OnFailure, Delay = TimeSpan.FromMilliseconds(20) } }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var before = await StartAsync(client);
            await KillAsync(environment, whileGone: () =>
            {
                foreach (var service in before)
                    ProcessHandle.TryOpen(service.Pid!.Value)!.Signal(SignalNames.Kill);
                return Task.CompletedTask;
            });
            IReadOnlyList<ServiceStatus> after = [];
            await WaitUntilAsync(
                () => (after = client.StatusAsync(CancellationToken.None).Result.Value)[1].State == ServiceState.Ready && after[0].State == ServiceState.Failed,
                "one is restarted");

            Assert.Equal((EndReason.Crashed, (int?)null, (string?)null), (after[0].Reason!.Value, after[0].ExitCode, after[0].Signal));
            Assert.Contains("ended with an exit code that is not known", environment.Log("fragile"), StringComparison.Ordinal);
            Assert.NotEqual(before[1].Pid, after[1].Pid);
        }
    }

    [Fact]
    public async Task The_end_of_an_adopted_service_is_seen_and_its_policy_asked()
    {
        await using var environment = new SupervisedEnvironment(
            ("worker", Ticking with { Restart = new Restart { Policy = RestartPolicy.OnFailure, Delay = TimeSpan.FromMilliseconds(20) } }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var before = Assert.Single(await StartAsync(client));
            await KillAsync(environment);
            ProcessHandle.TryOpen(before.Pid!.Value)!.Signal(SignalNames.Kill);

            await WaitUntilAsync(
                () => client.StatusAsync(CancellationToken.None).Result.Value[0] is { State: ServiceState.Ready } now && now.Pid != before.Pid, "it is restarted");
            Assert.Single(environment.ServiceProcesses(), pid => ProcessTable.Find(pid) is { } entry && entry.Session == pid);
        }
    }

    [Fact]
    public async Task A_service_that_is_declared_to_end_then_is_started_anew()
    {
        await using var environment = new SupervisedEnvironment(("worker", Ticking with { WhenOrphaned = OrphanPolicy.End }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var before = Assert.Single(await StartAsync(client));
            await KillAsync(environment);

            await WaitUntilAsync(
                () => client.StatusAsync(CancellationToken.None).Result.Value[0] is { State: ServiceState.Ready, Instance: 2 }, "a new instance runs");
            Assert.Null(ProcessTable.Find(before.Pid!.Value));
        }
    }

    [Fact]
    public async Task Activations_that_left_meanwhile_have_left_and_their_script_runs()
    {
        await using var environment = new SupervisedEnvironment(("worker", Ticking));
        var script = environment.PathOf("on-deactivate");
        await File.WriteAllTextAsync(script, "echo $WORD >left\n");
        environment.Activation = environment.Activation with
        {
            OnDeactivate = script,
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["WORD"] = "kept" },
        };
        var (client, activation) = await environment.JoinAsync();
        using (client)
        {
            await StartAsync(client);
            await KillAsync(environment, whileGone: async () =>
            {
                activation.Kill();
                await activation.WaitForExitAsync();
            });

            await environment.WaitForSupervisorEndAsync();
            Assert.Equal("kept\n", await File.ReadAllTextAsync(environment.PathOf("left")));
            Assert.Empty(environment.ServiceProcesses());
        }
    }

    [Fact]
    public async Task Detached_services_stay_without_any_activation()
    {
        await using var environment = new SupervisedEnvironment(("worker", Ticking));
        var (client, activation) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(null, null, wait: true, detach: true, CancellationToken.None);
            activation.Kill();
            await activation.WaitForExitAsync();
            await KillAsync(environment);
            await Task.Delay(200);

            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);
            Assert.True((await client.StopAsync(null, CancellationToken.None)).Ok);
            await environment.WaitForSupervisorEndAsync();
        }
    }

    [Fact]
    public async Task Secrets_are_in_no_file_and_still_redacted_afterwards()
    {
        await using var environment = new SupervisedEnvironment(("leaky", Bash("while :; do echo key=$API_KEY.; sleep 0.02; done")));
        environment.Activation = environment.Activation with
        {
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["API_KEY"] = "s3cr3t-value" },
            Secrets = ["API_KEY"],
        };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAsync(client);
            await KillAsync(environment);
            var said = environment.Log("leaky").Length;
            await WaitUntilAsync(() => environment.Log("leaky").IndexOf("key=***.", said, StringComparison.Ordinal) > 0, "its output is read on");

            Assert.DoesNotContain("s3cr3t", environment.Log("leaky"), StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", await File.ReadAllTextAsync(environment.Run.ServiceState), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Marked_processes_that_nobody_wrote_down_are_ended()
    {
        await using var environment = new SupervisedEnvironment(("worker", Ticking));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAsync(client);
            using var stray = Process.Start(new ProcessStartInfo("sleep", "1000") { Environment = { ["ENVC_SERVICE_INSTANCE"] = $"{environment.Run.Directory}/worker/99" } })!;
            await KillAsync(environment);

            await stray.WaitForExitAsync();
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);
        }
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_over_and_over_gives_up_and_ends_its_services()
    {
        await using var environment = new SupervisedEnvironment(("worker", Ticking));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAsync(client);
            for (var i = 0; i < 10; i++)
                await KillAsync(environment);
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);

            environment.KillSupervisor();
            await environment.WaitForSupervisorEndAsync();

            Assert.Contains("the supervisor was killed more than ten times in a minute", environment.Log("worker"), StringComparison.Ordinal);
        }
    }

    private static ServiceSpec Ticking => Bash("while :; do echo tick; sleep 0.02; done");

    /// <summary>Kills the supervisor and waits until another one listens.</summary>
    private static async Task KillAsync(SupervisedEnvironment environment, Func<Task>? whileGone = null)
    {
        using var keeper = ProcessHandle.TryOpen(environment.KeeperPid)!;
        var before = environment.SupervisorPid;
        keeper.Signal(whileGone is null ? Continue : Stop);
        environment.KillSupervisor();
        if (whileGone is not null)
            await whileGone();
        keeper.Signal(Continue);
        await WaitUntilAsync(() => environment.LastSupervisorPid is { } now && now != before, "another supervisor has begun");
        using var client = (await SupervisorClient.ConnectAsync(environment.Run, CancellationToken.None)).Value;
    }

    private static async Task<IReadOnlyList<ServiceStatus>> StartAsync(SupervisorClient client) =>
        (await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Value;
}
