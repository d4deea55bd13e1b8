using System.Threading;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision.Probing;

/// <summary>Every kind of probe, asked by the real supervisor of real programs.</summary>
public sealed class ServiceProbesTests
{
    [Requires("python3", "systemd-notify")]
    public async Task Each_kind_of_probe_finds_its_service_ready()
    {
        var (tcp, own) = (ServerPort.Find(), ServerPort.Find());
        await using var environment = new SupervisedEnvironment(
            ("command", Bash("sleep 0.3; touch done; exec sleep 1000") with { Ready = Ask(new Probe { Command = "test -e done && test $OWN = 1" }), Vars = new() { ["OWN"] = "1" } }),
            ("log", Bash("echo starting; sleep 0.3; echo 'worker 12 is up' >&2; exec sleep 1000") with { Ready = Ask(new Probe { Log = @"^worker \d+ is up$" }) }),
            ("notify", Bash("sleep 0.3; systemd-notify --ready --status='9 models'; exec sleep 1000") with { Ready = Ask(new Probe { Notify = true }) }),
            ("own", WebService(own, delay: 0.3) with { Ready = Ask(new Probe { Tcp = Probe.OwnEndpoint }) }),
            ("tcp", Bash($"exec python3 -m http.server --bind 127.0.0.1 {tcp}") with { Ready = Ask(new Probe { Tcp = $"127.0.0.1:{tcp}" }) }),
            ("unix", Bash("exec python3 -c 'import socket,time; s=socket.socket(socket.AF_UNIX); s.bind(\"s.sock\"); time.sleep(0.3); s.listen(); time.sleep(1000)'")
                with { Ready = Ask(new Probe { Unix = "s.sock" }) }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = (await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Value;
            Assert.All(started, service => Assert.Equal((service.Name, ServiceState.Ready), (service.Name, service.State)));
            Assert.Equal("9 models", started.Single(service => service.Name == "notify").Detail);
        }
    }

    [Requires("python3")]
    public async Task Each_kind_of_probe_says_what_it_waits_for_in_vain()
    {
        var port = ServerPort.Find();
        await using var environment = new SupervisedEnvironment(
            ("command", Mute(new Probe { Command = "echo checking; echo the disk is full >&2; exit 3" })),
            ("hanging", Mute(new Probe { Command = "sleep 1000 & sleep 1000", Timeout = TimeSpan.FromMilliseconds(200) })),
            ("log", Mute(new Probe { Log = "up", Timeout = TimeSpan.FromMilliseconds(200) })),
            ("notify", Mute(new Probe { Notify = true, Timeout = TimeSpan.FromMilliseconds(200) })),
            ("tcp", Mute(new Probe { Tcp = $"127.0.0.1:{port}" })),
            ("unix", Mute(new Probe { Unix = "missing.sock" })));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problems = (await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Diagnostics;
            var expected = new[]
            {
                "the command ended with exit code 3: the disk is full", "the command did not end within 0.2 s", "no line of its output has matched `up` yet",
                "it has not said `READY=1` yet", $"`127.0.0.1:{port}` accepts no connection: Connection refused", "missing.sock` accepts no connection: ",
            };
            Assert.Equal(expected.Length, problems.Count);
            Assert.All(expected.Zip(problems), pair => Assert.Contains(pair.First, pair.Second.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_probes_command_tells_no_secret()
    {
        var spec = Mute(new Probe { Command = "echo key is $KEY; exit 1" });
        await using var environment = new SupervisedEnvironment(("leaky", spec));
        environment.Activation = environment.Activation with
        {
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["KEY"] = "s3cr3t-value" },
            Secrets = ["KEY"],
        };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Diagnostics);
            Assert.Contains("exit code 1: key is ***", problem.Message, StringComparison.Ordinal);
        }
    }

    [Requires("python3")]
    public async Task A_service_is_ready_when_it_is_warm_and_fails_when_it_does_not_warm_up()
    {
        await using var environment = new SupervisedEnvironment(
            ("cold", WebService(ServerPort.Find()) with { Warmup = [new WarmupRequest { Http = "/missing" }] }),
            ("warm", WebService(ServerPort.Find()) with { Warmup = [new WarmupRequest { Http = "/" }] }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Diagnostics);
            Assert.Contains("`/missing` was answered with 404: <!DOCTYPE HTML>", problem.Message, StringComparison.Ordinal);
            var services = (await client.StatusAsync(CancellationToken.None)).Value;
            Assert.Equal(EndReason.WarmupFailed, services.Single(service => service.Name == "cold").Reason);
            Assert.Equal(ServiceState.Ready, services.Single(service => service.Name == "warm").State);
            Assert.Equal("/", Assert.Single(services.Single(service => service.Name == "warm").Warmup!).Request);
            Assert.Contains("warm-up: / answered in ", environment.Log("warm"), StringComparison.Ordinal);
        }
    }

    [Requires("python3")]
    public async Task A_service_that_gives_no_sign_of_life_any_more_is_ended()
    {
        // It says so every 50 ms for a while, then never again.
        const string Worker = """
            exec python3 -c '
            import os, socket, time
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.connect(os.environ["NOTIFY_SOCKET"])
            assert os.environ["WATCHDOG_USEC"] == "300000"
            s.send(b"READY=1")
            for _ in range(20):
                time.sleep(0.05)
                s.send(b"WATCHDOG=1")
            time.sleep(1000)'
            """;
        await using var environment = new SupervisedEnvironment(("worker", Bash(Worker) with
        {
            Ready = Ask(new Probe { Notify = true }),
            Live = new Probe { Notify = true, Period = TimeSpan.FromMilliseconds(300), Failures = 2 },
        }));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Value).State);
            await WaitUntilAsync(() => environment.Log("worker").Contains("liveness probe failed: it has not said `WATCHDOG=1` for", StringComparison.Ordinal), "it is ended");
        }
    }

    private static Probe Ask(Probe probe) => probe with { Deadline = TimeSpan.FromSeconds(30) };

    private static ServiceSpec Mute(Probe probe) =>
        Bash("exec sleep 1000") with { Ready = probe with { Period = TimeSpan.FromMilliseconds(100), Deadline = TimeSpan.FromSeconds(3) } };
}
