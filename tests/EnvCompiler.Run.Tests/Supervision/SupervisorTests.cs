using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>The real supervisor with real services.</summary>
public sealed class SupervisorTests
{
    [Fact]
    public async Task A_service_is_started_becomes_ready_and_ends_with_the_last_activation()
    {
        var port = ServerPort.Find();
        await using var environment = new SupervisedEnvironment(("web", WebService(port)));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await StartAllAsync(client);

            var web = Assert.Single(started.Value);
            Assert.Equal(ServiceState.Ready, web.State);
            Assert.Equal($"http://127.0.0.1:{port}", web.Endpoint);
            Assert.Equal(1, web.Generation);
            Assert.NotNull(web.Pid);
        }
    }

    [Theory]
    [InlineData(2, 80L << 30, ServiceState.Ready, null)]
    [InlineData(1, 80L << 30, ServiceState.Skipped, "`gpu.count >= 2` does not hold, `gpu.count` is 1")]
    [InlineData(2, null, ServiceState.Skipped, "`gpu.memory >= 25769803776` does not hold, `gpu.memory` has no value")]
    [InlineData(null, null, ServiceState.Skipped, "`gpu.count >= 2` does not hold, `gpu.count` is 0")]
    public async Task A_service_whose_condition_does_not_hold_is_skipped_with_its_reason(int? count, long? memory, ServiceState state, string? reason)
    {
        var when = new Condition.All([
            new Condition.NumberComparison(ConditionFact.GpuCount, ComparisonOperator.GreaterOrEqual, 2),
            new Condition.NumberComparison(ConditionFact.GpuMemory, ComparisonOperator.GreaterOrEqual, 24L << 30)]);
        await using var environment = new SupervisedEnvironment(
            ("large", Bash("exec sleep 1000") with { When = when }), ("worker", Bash("exec sleep 1000")));
        environment.Activation = environment.Activation with { Gpus = count is { } gpus ? new ServiceGpus(gpus, memory) : null };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = (await StartAllAsync(client)).Value;
            Assert.Equal([(state, reason), (ServiceState.Ready, null)], started.Select(service => (service.State, service.Detail)));
        }
    }

    [Fact]
    public async Task Services_stay_while_one_of_two_activations_is_there()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, first) = await environment.JoinAsync();
        var (other, _) = await environment.JoinAsync();
        using (client)
        using (other)
        {
            var pid = Assert.Single((await StartAllAsync(client)).Value).Pid;
            first.Kill();
            await first.WaitForExitAsync();
            await Task.Delay(200);

            var worker = Assert.Single((await other.StatusAsync(CancellationToken.None)).Value);
            Assert.Equal((ServiceState.Ready, pid), (worker.State, worker.Pid));
        }
    }

    [Fact]
    public async Task A_crash_before_ready_is_told_with_its_code_and_the_end_of_its_log()
    {
        var spec = WebService(ServerPort.Find()) with { Command = "for i in $(seq 12); do echo line $i; done; exit 3" };
        await using var environment = new SupervisedEnvironment(("web", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await StartAllAsync(client)).Diagnostics);

            Assert.Equal("ENVC0611", problem.Code);
            Assert.Contains("ended before it was ready with exit code 3", problem.Message, StringComparison.Ordinal);
            Assert.Contains(problem.Details, line => line.EndsWith("out line 12", StringComparison.Ordinal));
            Assert.Equal(10, problem.Details.Count);
        }
    }

    [Fact]
    public async Task An_engine_that_answers_without_its_targets_GPU_is_ended_with_that_reason()
    {
        await using var environment = new SupervisedEnvironment(("engine", WebService(ServerPort.Find()) with { Backend = "llamacpp" }));
        environment.Activation = environment.Activation with { Target = "x86_64-linux/sm_90" };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await StartAllAsync(client)).Diagnostics);

            Assert.Equal("ENVC0614", problem.Code);
            Assert.Contains("it answers, but none of its processes computes on an NVIDIA GPU", problem.Message, StringComparison.Ordinal);
            await WaitUntilAsync(() => environment.ServiceProcesses().Count == 0, "the service is gone");
        }
    }

    [Fact]
    public async Task A_service_that_is_never_ready_is_ended_at_its_deadline_and_the_last_answer_is_told()
    {
        var spec = Bash("exec sleep 1000") with
        {
            Endpoint = WebService(ServerPort.Find()).Endpoint,
            Ready = new Probe { Http = "/health", Deadline = TimeSpan.FromSeconds(3) },
        };
        await using var environment = new SupervisedEnvironment(("mute", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await StartAllAsync(client)).Diagnostics);

            Assert.Equal("ENVC0612", problem.Code);
            Assert.Contains("`/health` did not answer", problem.Message, StringComparison.Ordinal);
            await WaitUntilAsync(() => environment.ServiceProcesses().Count == 0, "the service is gone");
        }
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_told_as_what_it_is()
    {
        await using var environment = new SupervisedEnvironment(("web", WebService(ServerPort.Find())));
        File.Delete(Path.Combine(environment.Activation.TargetDirectory, "enter"));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await StartAllAsync(client)).Diagnostics);

            Assert.Equal("ENVC0611", problem.Code);
            Assert.Contains("could not be started: cannot execute", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_misspelt_service_is_answered_with_the_nearest_name()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await client.StartAsync(["wroker"], null, wait: true, detach: false, CancellationToken.None)).Diagnostics);

            Assert.Equal("ENVC0610", problem.Code);
            Assert.Equal("did you mean `worker`?", problem.Hint);
        }
    }

    [Fact]
    public async Task A_service_that_ignores_TERM_is_killed_after_its_timeout()
    {
        var spec = Bash("trap '' TERM; echo deaf; while :; do sleep 0.05; done") with
        {
            Shutdown = new Shutdown { Timeout = TimeSpan.FromMilliseconds(400) },
        };
        await using var environment = new SupervisedEnvironment(("deaf", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("deaf").Contains("out deaf", StringComparison.Ordinal), "it ignores TERM");

            var stopped = Assert.Single((await client.StopAsync(null, CancellationToken.None)).Value);

            Assert.Equal((ServiceState.Stopped, "KILL"), (stopped.State, stopped.Signal));
            Assert.Equal(EndReason.StopRequested, stopped.Reason);
            Assert.Empty(environment.ServiceProcesses());
        }
    }

    [Fact]
    public async Task A_program_may_take_its_time_to_end_well()
    {
        await using var environment = new SupervisedEnvironment(
            ("slow", Bash("trap 'sleep 0.3; echo saved; exit 5' TERM; echo up; while :; do sleep 0.05; done")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("slow").Contains("out up", StringComparison.Ordinal), "it traps TERM");

            var stopped = Assert.Single((await client.StopAsync(["slow"], CancellationToken.None)).Value);

            Assert.Equal((ServiceState.Stopped, 5), (stopped.State, stopped.ExitCode));
            Assert.Contains("out saved", environment.Log("slow"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Orphans_in_sessions_of_their_own_end_with_their_service()
    {
        // The inner shells leave process group, session and parent; their environment still says whose they are. One ignores TERM.
        var command = "( setsid sleep 1000 & ); ( setsid bash -c 'trap \"\" TERM; sleep 1000' & ); exec sleep 1000";
        await using var environment = new SupervisedEnvironment(
            ("daemonic", Bash(command) with { Shutdown = new Shutdown { Timeout = TimeSpan.FromMilliseconds(300) } }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.ServiceProcesses().Count >= 3, "all of it runs");

            Assert.True((await client.StopAsync(null, CancellationToken.None)).Ok);

            Assert.Empty(environment.ServiceProcesses());
        }
    }

    [Fact]
    public async Task A_shutdown_command_is_run_with_the_variables_of_the_service()
    {
        var spec = new ServiceSpec
        {
            Group = "toplevel",
            Command = "trap 'exit 7' USR1; echo $$ > service.pid; echo up; while :; do sleep 0.05; done",
            Vars = { ["SIGNAL"] = "USR1" },
            Shutdown = new Shutdown { Command = "kill -$SIGNAL $(cat service.pid)" },
        };
        await using var environment = new SupervisedEnvironment(("polite", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("polite").Contains("out up", StringComparison.Ordinal), "it traps USR1");

            Assert.Equal(7, Assert.Single((await client.StopAsync(null, CancellationToken.None)).Value).ExitCode);
        }
    }

    [Fact]
    public async Task A_daemon_serves_on_after_its_command_has_ended()
    {
        var spec = Bash("setsid sleep 1000 & echo $! > daemon.pid; echo up") with
        {
            IsDaemon = true,
            Shutdown = new Shutdown { Command = "kill $(cat daemon.pid); sleep 0.2" },
        };
        await using var environment = new SupervisedEnvironment(("daemon", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("daemon").Contains("out up", StringComparison.Ordinal), "it has started");
            await Task.Delay(200);

            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);
            Assert.Equal(ServiceState.Stopped, Assert.Single((await client.StopAsync(null, CancellationToken.None)).Value).State);
        }
    }

    [Fact]
    public async Task A_restart_is_a_new_instance_with_what_the_manifest_says_now()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("echo old; exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            environment.Declare(("worker", Bash("echo new; exec sleep 1000")));

            var restarted = await client.RestartAsync(null, environment.Activation, warm: false, CancellationToken.None);

            var worker = Assert.Single(restarted.Value);
            Assert.Equal((ServiceState.Ready, 2), (worker.State, worker.Instance!.Value));
            await WaitUntilAsync(() => environment.Log("worker").Contains("out new", StringComparison.Ordinal), "the new one speaks");
            Assert.Contains("instance 1 ended with signal TERM (restart requested)", environment.Log("worker"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Services_come_up_in_their_order_and_go_in_reverse()
    {
        var cache = WebService(ServerPort.Find(), delay: 0.3) with { Shutdown = new Shutdown() };
        var web = Bash("trap 'date +%s%N >web-ended; exit' TERM; while :; do sleep 0.01; done") with { DependsOn = new() { ["cache"] = new ServiceDependency() } };
        await using var environment = new SupervisedEnvironment(("cache", cache), ("web", web));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await client.StartAsync(["web"], environment.Activation, wait: true, detach: false, CancellationToken.None);
            Assert.All(started.Value, service => Assert.Equal(ServiceState.Ready, service.State));
            Assert.True(LogTime(environment, "web", "instance 2 started") >= LogTime(environment, "cache", "instance 1 is ready"));

            await client.StopAsync(["cache"], CancellationToken.None);
            Assert.Contains("(a dependency was stopped: it needs `cache` to be ready, and that is stopped)", environment.Log("web"), StringComparison.Ordinal);
            Assert.True(LogTime(environment, "cache", "instance 1 gets TERM") >= LogTime(environment, "web", "instance 2 ended"));
        }
    }

    [Fact]
    public async Task A_service_that_crashes_is_restarted_by_its_policy_and_the_log_says_when()
    {
        var spec = Bash("echo started; exec sleep 1000") with { Restart = new Restart { Delay = TimeSpan.FromMilliseconds(50) } };
        await using var environment = new SupervisedEnvironment(("worker", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            using (var handle = ProcessHandle.TryOpen(Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).Pid!.Value))
                handle!.Signal(SignalNames.Kill);

            await WaitUntilAsync(() => environment.Log("worker").Contains("instance 2 is ready", StringComparison.Ordinal), "the second one is ready");
            Assert.Matches(@"instance 1 ended with signal KILL \(crashed\); it is restarted in 0\.0[45]", environment.Log("worker"));
            Assert.Equal(1, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).Restarts);
        }
    }

    [Fact]
    public async Task A_warm_restart_leaves_no_moment_without_a_service()
    {
        var port = ServerPort.Find();
        await using var environment = new SupervisedEnvironment(("web", WebService(port, delay: 0.3)));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            var restarting = client.RestartAsync(["web"], environment.Activation, warm: true, CancellationToken.None);
            using var http = new System.Net.Http.HttpClient();
            var answers = 0;
            while (await AnswersAsync(http, port))
                answers++;
            Assert.Contains("instance 2 is ready", environment.Log("web"), StringComparison.Ordinal);

            var web = Assert.Single((await restarting).Value);
            Assert.True(answers > 0);
            Assert.Equal((ServiceState.Ready, 2), (web.State, web.Instance!.Value));
            Assert.NotEqual($"http://127.0.0.1:{port}", web.Endpoint);
            Assert.True((await http.GetAsync(web.Endpoint)).IsSuccessStatusCode);
            Assert.Contains("instance 1 ended with signal TERM (replaced by a warm restart)", environment.Log("web"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_service_without_a_port_of_its_own_cannot_be_restarted_warm()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            var refused = await client.RestartAsync(["worker"], environment.Activation, warm: true, CancellationToken.None);
            Assert.Equal("ENVC0615", Assert.Single(refused.Diagnostics).Code);
            Assert.Equal(1, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).Instance);
        }
    }

    [Fact]
    public async Task A_reload_restarts_what_has_changed_and_nothing_else()
    {
        await using var environment = new SupervisedEnvironment(("a", Bash("exec sleep 1000")), ("b", Bash("exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            environment.Declare(("a", Bash("exec sleep 1000")), ("b", Bash("exec sleep 2000")));
            environment.Activation = environment.Activation with { Generation = 2 };
            var reloaded = await client.ReloadAsync(environment.Activation, CancellationToken.None);
            Assert.Equal([("a", 1, 1), ("b", 3, 2)], reloaded.Value.Select(service => (service.Name, service.Instance!.Value, service.Generation)));
        }
    }

    [Fact]
    public async Task Two_clients_that_start_a_supervisor_at_once_get_the_same_one()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));

        var joined = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => environment.JoinAsync()));

        await StartAllAsync(joined[0].Client);
        foreach (var (client, _) in joined)
        {
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);
            client.Dispose();
        }
    }

    [Fact]
    public async Task After_kill_9_of_keeper_and_supervisor_the_next_one_ends_what_was_left()
    {
        await using var environment = new SupervisedEnvironment(
            ("worker", Bash("setsid sleep 1000 & exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.ServiceProcesses().Count == 2, "both run");
            var old = environment.ServiceProcesses();
            environment.KillForGood();

            var (next, _) = await environment.JoinAsync();
            using (next)
            {
                Assert.Empty(environment.ServiceProcesses());
                Assert.Equal(ServiceState.Ready, Assert.Single((await StartAllAsync(next)).Value).State);
                Assert.Empty(environment.ServiceProcesses().Intersect(old));
            }
        }
    }

    [Fact]
    public async Task After_kill_9_of_keeper_and_supervisor_a_stop_without_a_new_one_ends_what_was_left()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("setsid sleep 1000 & exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.ServiceProcesses().Count == 2, "both run");
            Assert.Equal(0, (await SupervisorClient.EndLeftoversAsync(environment.Run, CancellationToken.None)).Value);
            var supervisor = environment.SupervisorPid;
            environment.KillForGood();
            await WaitUntilAsync(() => ProcessTable.Find(supervisor) is null, "it is dead");

            Assert.Equal(2, (await SupervisorClient.EndLeftoversAsync(environment.Run, CancellationToken.None)).Value);

            Assert.Empty(environment.ServiceProcesses());
            File.Delete(environment.Run.Socket);
        }
    }

    [Fact]
    public async Task TERM_to_the_supervisor_stops_the_services_first()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            ProcessHandle.TryOpen(environment.SupervisorPid)!.Signal(SignalNames.Term);

            await environment.WaitForSupervisorEndAsync();

            Assert.Contains("(supervisor was told to end)", environment.Log("worker"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Twenty_services_start_at_once()
    {
        var services = Enumerable.Range(0, 20).Select(i => ($"s{i:00}", Bash("exec sleep 1000"))).ToArray();
        await using var environment = new SupervisedEnvironment(services);
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await StartAllAsync(client);

            Assert.Equal(20, started.Value.Count);
            Assert.All(started.Value, service => Assert.Equal(ServiceState.Ready, service.State));
            Assert.Equal(20, started.Value.Select(service => service.Pid).Distinct().Count());
            Assert.True((await client.StopAsync(null, CancellationToken.None)).Ok);
        }
    }

    [Fact]
    public async Task The_script_for_after_the_last_activation_runs_once_the_services_have_ended()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("trap 'echo worker >> order; exit' TERM; echo up; while :; do sleep 0.05; done")));
        var script = environment.PathOf("on-deactivate");
        await File.WriteAllTextAsync(script, "echo hook >> order\n");
        environment.Activation = environment.Activation with { OnDeactivate = script };
        var (client, activation) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("worker").Contains("out up", StringComparison.Ordinal), "it traps TERM");
            activation.Kill();

            await environment.WaitForSupervisorEndAsync();

            Assert.Equal(["worker", "hook"], await File.ReadAllLinesAsync(environment.PathOf("order")));
        }
    }

    [Fact]
    public async Task Detached_services_outlive_the_last_activation_until_they_are_stopped()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, activation) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(null, null, wait: true, detach: true, CancellationToken.None);
            activation.Kill();
            await activation.WaitForExitAsync();
            await Task.Delay(200);
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);

            Assert.True((await client.StopAsync(null, CancellationToken.None)).Ok);

            await environment.WaitForSupervisorEndAsync();
        }
    }

    [Fact]
    public async Task An_activation_that_comes_while_the_supervisor_ends_gets_a_new_one()
    {
        var spec = Bash("trap 'echo stopping; sleep 0.5; exit' TERM; echo up; while :; do sleep 0.05; done");
        await using var environment = new SupervisedEnvironment(("worker", spec));
        var (client, activation) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("worker").Contains("out up", StringComparison.Ordinal), "it traps TERM");
            var first = environment.SupervisorPid;
            activation.Kill();
            await activation.WaitForExitAsync();
            await WaitUntilAsync(() => environment.Log("worker").Contains("out stopping", StringComparison.Ordinal), "the supervisor ends");

            var (next, _) = await environment.JoinAsync();
            using (next)
            {
                Assert.NotEqual(first, environment.SupervisorPid);
                Assert.Equal(ServiceState.Ready, Assert.Single((await StartAllAsync(next)).Value).State);
            }
        }
    }

    [Fact]
    public async Task A_service_that_talks_without_pause_is_not_held_up_and_its_log_is_whole()
    {
        var lines = 200_000;
        await using var environment = new SupervisedEnvironment(("busy", Bash($"seq -f 'line %.0f of the busy service' {lines}; echo done")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("busy").Contains("ended with exit code 0", StringComparison.Ordinal), "it has said all");

            var said = (await File.ReadAllLinesAsync(environment.Layout.ServiceLog("busy"))).Where(line => line.Contains(" out ", StringComparison.Ordinal)).ToList();

            Assert.Equal(lines + 1, said.Count);
            Assert.EndsWith($" out line {lines} of the busy service", said[^2], StringComparison.Ordinal);
            var time = said[0][..said[0].IndexOf(' ', StringComparison.Ordinal)];
            Assert.True(DateTime.TryParseExact(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        }
    }

    [Fact]
    public async Task A_secret_of_the_activation_is_not_in_the_log()
    {
        await using var environment = new SupervisedEnvironment(("leaky", Bash("echo key=$API_KEY.; echo $API_KEY >&2; exec sleep 1000")));
        environment.Activation = environment.Activation with
        {
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["API_KEY"] = "s3cr3t-value" },
            Secrets = ["API_KEY"],
        };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            foreach (var line in (string[])["err ***", "out key=***."])
                await WaitUntilAsync(() => environment.Log("leaky").Contains(line, StringComparison.Ordinal), $"it has said {line}");

            Assert.DoesNotContain("s3cr3t", environment.Log("leaky"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_supervisor_does_not_keep_what_its_starter_had_open()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var open = environment.PathOf("lock-of-somebody");
        using var file = File.OpenHandle(open, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var output = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        using var supervisor = Children.Spawn(new SpawnRequest
        {
            Program = LauncherPath,
            Arguments = [LauncherPath, SuperviseCommand.Name, environment.Layout.Directory, environment.Run.Directory],
            Variables = environment.Activation.Variables,
            Directory = "/",
            Descriptors = [output, output, output, output, file, file],
        });
        await WaitUntilAsync(() => File.Exists(environment.Run.Socket), "it listens");

        Assert.DoesNotContain(Directory.GetFiles($"/proc/{supervisor.Pid}/fd"), path => new FileInfo(path).LinkTarget == open);
        supervisor.Signal(SignalNames.Term);
        await WaitUntilAsync(() => supervisor.TryReap() is not null, "it has ended");
    }

    [Fact]
    public async Task A_service_has_no_input_and_none_of_the_supervisors_descriptors_and_leaves_no_zombie()
    {
        await using var environment = new SupervisedEnvironment(
            ("other", Bash("exec sleep 1000")),
            ("curious", Bash("readlink /proc/self/fd/0; for f in /proc/$$/fd/*; do [ ! -e $f ] || echo has ${f##*/}; done; (sleep 0.1 &) ; exit 0")));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await StartAllAsync(client);
            await WaitUntilAsync(() => environment.Log("curious").Contains(" envc instance 2 ended", StringComparison.Ordinal)
                || environment.Log("curious").Contains(" envc instance 1 ended", StringComparison.Ordinal), "it has ended");

            var said = environment.Log("curious");
            Assert.Contains("out /dev/null", said, StringComparison.Ordinal);
            // 3 is for `enter`, which tells there where the program is; 255 is bash's own.
            Assert.DoesNotMatch(@"(?m)out has (?!(0|1|2|3|255)$)", said);
            Assert.All(ProcessTree.Children(environment.SupervisorPid), child => Assert.NotNull(ProcessTable.Find(child)));
        }
    }

    [Fact]
    public async Task The_socket_and_its_directory_are_for_the_owner_only()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        var (client, _) = await environment.JoinAsync();
        client.Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(environment.Run.Socket));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(environment.Run.Directory));
    }

    private static Task<Model.Diagnostics.Result<IReadOnlyList<ServiceStatus>>> StartAllAsync(SupervisorClient client) =>
        client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None);

    private static async Task<bool> AnswersAsync(System.Net.Http.HttpClient http, int port)
    {
        try
        {
            return (await http.GetAsync($"http://127.0.0.1:{port}/")).IsSuccessStatusCode;
        }
        catch (System.Net.Http.HttpRequestException)
        {
            return false;
        }
    }

    private static DateTimeOffset LogTime(SupervisedEnvironment environment, string service, string note) => DateTimeOffset.Parse(
        environment.Log(service).Split('\n').First(line => line.Contains(note, StringComparison.Ordinal)).Split(' ')[0], CultureInfo.InvariantCulture);
}
