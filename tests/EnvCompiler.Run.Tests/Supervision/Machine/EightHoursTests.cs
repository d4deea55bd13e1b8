using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Tests.Supervision.Logs;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>A working day of services that behave well and badly, in simulated time.</summary>
public sealed class EightHoursTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(8);
    private static readonly Probe Live = new() { Http = "/", Period = TimeSpan.FromSeconds(30), Failures = 3 };
    private static readonly Restart OnFailure = new();

    private readonly SimulatedWorld world = new();
    private int liveAnswers;

    [Fact]
    public void Restarts_liveness_and_deadlines_keep_their_times_all_day()
    {
        world.Declare(
            null,
            ("steady", SimulatedWorld.Plain with { Live = Live, Restart = OnFailure }),
            ("crashing", SimulatedWorld.Plain with { Restart = OnFailure }),
            ("every-20-minutes", SimulatedWorld.Plain with { Restart = OnFailure }),
            ("hangs-at-3", SimulatedWorld.Plain with { Live = Live, Restart = OnFailure }),
            ("never-ready", SimulatedWorld.Probed with { Restart = new Restart { Max = 3 } }));
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        world.Ask(id => new SupervisorEvent.StartRequested(id, [.. world.Machine.Services.Keys], Detached: false));
        while (world.Now < Day)
        {
            Act();
            world.Pass(TimeSpan.FromSeconds(1));
        }

        // One restart a minute once the delay has grown to that: 1, 2, 4, 8, 16, 32, then 60 seconds each.
        var crashing = world.Machine.Services["crashing"];
        Assert.InRange(crashing.Restarts, 6 + (int)(Day.TotalMinutes - 3), 6 + (int)Day.TotalMinutes);
        Assert.Equal(0, world.Machine.Services["steady"].Restarts);
        Assert.Equal(23, world.Machine.Services["every-20-minutes"].Restarts);
        Assert.Equal(1, world.Machine.Services["every-20-minutes"].RestartsInARow);
        Assert.InRange(liveAnswers, 2 * 950, 2 * 960);

        var hung = Assert.Single(world.Ended, instance => instance.Reason == EndReason.NotLive);
        Assert.Equal("hangs-at-3", hung.Plan.Name);
        Assert.InRange(hung.PhaseSince, TimeSpan.FromHours(3) + TimeSpan.FromSeconds(60), TimeSpan.FromHours(3) + TimeSpan.FromSeconds(95));

        var late = world.Ended.Where(instance => instance.Plan.Name == "never-ready").ToList();
        Assert.All(late, instance => Assert.InRange(instance.PhaseSince - instance.StartedAt, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62)));
        Assert.Equal((4, EndReason.NotReadyInTime, "not yet; gave up after 3 restarts in a row"), (late.Count, late[^1].Reason, late[^1].Detail));
    }

    [Fact]
    public void A_log_is_rotated_by_its_age_and_old_ones_go()
    {
        using var directory = new TemporaryDirectory();
        var clock = new SetClock();
        using (var log = new ServiceLog(directory.File("s.log"), clock) { Limits = new LogLimits(1 << 20, TimeSpan.FromHours(1), Keep: 3) })
        {
            for (var minute = 0; minute < Day.TotalMinutes; minute++)
            {
                log.Note($"minute {minute}");
                clock.Now += TimeSpan.FromMinutes(1);
            }
        }

        Assert.Equal(4, Directory.GetFiles(directory.Path).Length);
        Assert.EndsWith("minute 420", File.ReadLines(directory.File("s.log")).First(), StringComparison.Ordinal);
        Assert.Equal(60, File.ReadLines(directory.File("s.log.1")).Count());
        Assert.EndsWith("minute 240", File.ReadLines(directory.File("s.log.3")).First(), StringComparison.Ordinal);
    }

    // What the services do in this second.
    private void Act()
    {
        foreach (var instance in world.Launching.ToArray())
            world.Launched(instance);
        foreach (var probe in world.Probing.ToArray())
        {
            liveAnswers += probe.Stage == ProbeStage.Live ? 1 : 0;
            var hangs = probe.Instance is { Id: <= 5, Plan.Name: "hangs-at-3" } && world.Now >= TimeSpan.FromHours(3);
            world.ProbeAnswers(probe, ready: probe.Instance.Plan.Name != "never-ready" && !hangs);
        }

        foreach (var instance in world.Running.ToArray())
        {
            if (instance.Plan.Name == "crashing" && instance.IsReady)
                world.Ends(instance, code: 1);
            else if (instance.Plan.Name == "every-20-minutes" && world.Now - instance.StartedAt >= TimeSpan.FromMinutes(20))
                world.Ends(instance, code: 1);
        }

        world.LetEnd();
    }
}
