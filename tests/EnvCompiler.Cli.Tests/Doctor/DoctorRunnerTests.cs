using System.Threading;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;

namespace EnvCompiler.Cli.Tests.Doctor;

public sealed class DoctorRunnerTests : IDisposable
{
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Results_come_in_the_order_of_the_checks_whoever_is_first()
    {
        var slow = new Check("slow", async cancellation =>
        {
            await Task.Delay(50, cancellation);
            return CheckResult.Ok("slow", "done");
        });
        Assert.Equal(["slow", "quick"], (await RunAsync(slow, new Check("quick", _ => Task.FromResult(CheckResult.Ok("quick", "done"))))).Select(result => result.Name));
    }

    [Fact]
    public async Task Checks_run_at_the_same_time()
    {
        using var barrier = new Barrier(2);
        Check Meeting(string name) => new(name, cancellation => Task.FromResult(
            barrier.SignalAndWait(TimeSpan.FromSeconds(20), cancellation) ? CheckResult.Ok(name, "met") : CheckResult.Failed(name, "alone")));
        Assert.All(await RunAsync(TimeSpan.FromSeconds(30), Meeting("a"), Meeting("b")), result => Assert.Equal(CheckState.Ok, result.State));
    }

    [Fact]
    public async Task One_that_hangs_has_failed_is_ended_and_keeps_nobody_waiting()
    {
        var ended = new TaskCompletionSource();
        var hanging = new Check("hanging", async cancellation =>
        {
            cancellation.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            throw new InvalidOperationException("it came to its end");
        });
        var results = await RunAsync(TimeSpan.FromSeconds(1), hanging, new Check("quick", _ => Task.FromResult(CheckResult.Ok("quick", "done"))));
        Assert.Equal([CheckResult.Failed("hanging", "no answer within 1 s"), CheckResult.Ok("quick", "done")], results);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task One_that_blocks_its_thread_has_failed_too()
    {
        using var never = new ManualResetEventSlim();
        var blocking = new Check("blocking", _ => never.Wait(TimeSpan.FromSeconds(20), CancellationToken.None) ? throw new InvalidOperationException() : Task.FromResult(CheckResult.Ok("blocking", "late")));
        Assert.Equal([CheckResult.Failed("blocking", "no answer within 1 s")], await RunAsync(TimeSpan.FromSeconds(1), blocking));
    }

    [Fact]
    public async Task One_that_the_machine_stops_has_failed_with_its_reason()
    {
        var stopped = new Check("stopped", _ => throw new UnauthorizedAccessException("Access to the path is denied"));
        Assert.Equal([CheckResult.Failed("stopped", "Access to the path is denied")], await RunAsync(stopped));
    }

    [Fact]
    public async Task GPUs_are_asked_once_for_all_checks()
    {
        host.Gpus = FakeHost.With("580.65.06", FakeHost.H200);
        host.SetEnvironment("version = 1", FakeHost.Locked(promise: null, ("x86_64-linux/sm_90", null)));
        await RunAsync(TimeSpan.FromSeconds(20), new GpuDriverCheck(), new TargetsCheck());
        Assert.Equal(1, host.Probes);
    }

    private Task<IReadOnlyList<CheckResult>> RunAsync(params IDoctorCheck[] checks) => RunAsync(TimeSpan.FromSeconds(20), checks);

    private async Task<IReadOnlyList<CheckResult>> RunAsync(TimeSpan limit, params IDoctorCheck[] checks) =>
        await new DoctorRunner(checks, limit).RunAsync(host.Make(), CancellationToken.None);

    private sealed class Check(string name, Func<CancellationToken, Task<CheckResult>> run) : IDoctorCheck
    {
        public string Name => name;

        public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) => [await run(cancellation)];
    }
}
