using System.Threading;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision.Devices;

/// <summary>The real supervisor gives services the GPUs of a host that is made up.</summary>
public sealed class GpuAssignmentTests
{
    [Fact]
    public async Task Services_see_their_own_GPUs_and_one_that_gets_none_is_refused()
    {
        await using var environment = new SupervisedEnvironment(
            ("all", Shows(null)),
            ("first", Shows(new GpuRequest { Count = 1 })),
            ("named", Shows(new GpuRequest { Devices = ["0"] })),
            ("none", Shows(new GpuRequest { Count = 0 })),
            ("second", Shows(new GpuRequest { Count = 1 })));
        environment.Activation = environment.Activation with
        {
            Target = "x86_64-linux/sm_90",
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["CUDA_VISIBLE_DEVICES"] = "0,1" },
            Gpus = new ServiceGpus(2, null) { Devices = [new VisibleGpu(0, "GPU-a", "sm_90"), new VisibleGpu(1, "GPU-b", "sm_90")] },
        };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var problem = Assert.Single((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Diagnostics);
            Assert.Equal(
                "service `second` could not be started: it wants 1 GPU, and 0 of 2 are free: GPU 0 (`GPU-a`) belongs to the service `named`, GPU 1 (`GPU-b`) belongs to the service `first`",
                problem.Message);
            var services = (await client.StatusAsync(CancellationToken.None)).Value.ToDictionary(service => service.Name);
            Assert.Equal(["GPU-b"], services["first"].Gpus!);
            Assert.Equal(["GPU-a"], services["named"].Gpus!);
            Assert.Equal([], services["none"].Gpus!);
            Assert.Null(services["all"].Gpus);
            foreach (var (name, devices) in new[] { ("all", "0,1"), ("first", "GPU-b"), ("named", "GPU-a"), ("none", "") })
                await WaitUntilAsync(() => environment.Log(name).Contains($"out devices={devices}.", StringComparison.Ordinal), $"{name} shows its GPUs");

            // What the one leaves the other gets.
            Assert.True((await client.StopAsync(["first"], CancellationToken.None)).Ok);
            var second = (await client.StartAsync(["second"], null, wait: true, detach: false, CancellationToken.None)).Value.Single(service => service.Name == "second");
            Assert.Equal(["GPU-b"], second.Gpus!);
        }
    }

    [Fact]
    public async Task On_a_host_with_GPUs_of_two_kinds_each_service_runs_as_the_target_of_its_own()
    {
        await using var environment = new SupervisedEnvironment();
        (string, ServiceSpec)[] Services(string told) =>
        [
            ("all", Tells(told)),
            ("first", Tells(told) with { Gpus = new GpuRequest { Count = 1 } }),
            ("second", Tells(told) with { Gpus = new GpuRequest { Count = 1 } }),
            ("third", Tells(told) with { Gpus = new GpuRequest { Count = 1 }, When = new Condition.NumberComparison(ConditionFact.Sm, ComparisonOperator.GreaterOrEqual, 90) }),
        ];
        var (hopper, ampere) = (environment.AddTarget("sm_90", Services("hopper")), environment.AddTarget("sm_80", Services("ampere")));
        environment.Activation = environment.Activation with
        {
            Target = hopper.Target,
            TargetDirectory = hopper.TargetDirectory,
            Targets = [hopper, ampere],
            Variables = new Dictionary<string, string>(environment.Activation.Variables)
            {
                ["ENVC_TARGET"] = hopper.Target, ["ENVC_ENV"] = "/env/sm_90", ["ENVC_ENV_DIRS"] = "/env/sm_90:/env/sm_900",
            },
            Gpus = new ServiceGpus(2, null) { Devices = [new VisibleGpu(0, "GPU-a", "sm_90"), new VisibleGpu(1, "GPU-b", "sm_80")] },
        };
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await client.StartAsync(["all", "first", "second"], null, wait: true, detach: false, CancellationToken.None);
            Assert.True(started.Ok, string.Join('\n', started.Diagnostics));
            foreach (var (name, line) in new[]
            {
                ("all", "hopper x86_64-linux/sm_90 /env/sm_90 /env/sm_90:/env/sm_900 ."),
                ("first", "hopper x86_64-linux/sm_90 /env/sm_90 /env/sm_90:/env/sm_900 GPU-a."),
                ("second", "ampere x86_64-linux/sm_80 /env/sm_80 /env/sm_80:/env/sm_900 GPU-b."),
            })
                await WaitUntilAsync(() => environment.Log(name).Contains(line, StringComparison.Ordinal), $"{name} says {line}", () => environment.Log(name));
            var before = started.Value.ToDictionary(service => service.Name);
            Assert.Equal((hopper.Target, hopper.Target, ampere.Target), (before["all"].Target, before["first"].Target, before["second"].Target));

            // Neither another supervisor nor a reload takes the GPUs for a change.
            environment.KillSupervisor();
            await WaitUntilAsync(() => client.StatusAsync(CancellationToken.None).Result.Ok, "the next supervisor answers");
            Assert.True((await client.ReloadAsync(environment.Activation, CancellationToken.None)).Ok);
            var after = (await client.StatusAsync(CancellationToken.None)).Value.ToDictionary(service => service.Name);
            Assert.Equal((before["first"].Pid, before["second"].Pid, ampere.Target), (after["first"].Pid, after["second"].Pid, after["second"].Target));

            // Its condition holds for the one GPU only, which another service has.
            var refused = Assert.Single((await client.StartAsync(["third"], null, wait: true, detach: false, CancellationToken.None)).Diagnostics);
            Assert.Equal("service `third` could not be started: it wants 1 GPU, and 0 of 1 are free: GPU 0 (`GPU-a`) belongs to the service `first`", refused.Message);
        }
    }

    [Fact]
    public async Task Without_CUDA_nothing_is_assigned_and_the_log_says_so()
    {
        await using var environment = new SupervisedEnvironment(("worker", Shows(new GpuRequest { Count = 1 })));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var worker = Assert.Single((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Value);
            Assert.Equal((ServiceState.Ready, null), (worker.State, worker.Gpus));
            Assert.Contains("no GPU is assigned to it: it runs as `x86_64-linux/cpu`", environment.Log("worker"), StringComparison.Ordinal);
        }
    }

    private static ServiceSpec Tells(string told) => Bash($"echo {told} $ENVC_TARGET $ENVC_ENV $ENVC_ENV_DIRS $CUDA_VISIBLE_DEVICES.; exec sleep 1000");

    private static ServiceSpec Shows(GpuRequest? gpus) => Bash("echo devices=$CUDA_VISIBLE_DEVICES.; exec sleep 1000") with { Gpus = gpus };
}
