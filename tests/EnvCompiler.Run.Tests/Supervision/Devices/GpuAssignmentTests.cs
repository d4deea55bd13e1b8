using System.Threading;
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

    private static ServiceSpec Shows(GpuRequest? gpus) => Bash("echo devices=$CUDA_VISIBLE_DEVICES.; exec sleep 1000") with { Gpus = gpus };
}
