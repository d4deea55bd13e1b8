using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

public sealed class RestartTests
{
    private readonly SimulatedWorld world = new();

    private Instance Current => world.Current("s");

    private Service Service => world.Machine.Services["s"];

    [Fact]
    public void Each_restart_waits_twice_as_long_up_to_the_longest_delay()
    {
        Start(new Restart { MaxDelay = TimeSpan.FromSeconds(10) });
        var delays = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            world.Ends(Current, code: 1);
            delays.Add((Service.RestartAt! - world.Now).Value.TotalSeconds);
            world.Pass(Service.RestartAt!.Value - world.Now);
            world.LetComeUp();
        }

        Assert.Equal([1, 2, 4, 8, 10, 10], delays);
        Assert.Equal(6, Service.Restarts);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.9)]
    [InlineData(1, 0.8)]
    public void Chance_makes_a_restart_up_to_a_fifth_earlier(double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartRule.Delay(new Restart(), EndReason.Crashed, restarts: 0, chance));

    [Theory]
    [InlineData("0s", 10)]
    [InlineData("5m", 300_000)]
    public void A_delay_of_nothing_grows_too_and_one_above_the_longest_stays(string delay, int milliseconds)
    {
        Assert.True(Duration.TryParse(delay, out var parsed));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RestartRule.Delay(new Restart { Delay = parsed }, EndReason.Crashed, restarts: 0, 0));
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(60, parsed.TotalSeconds)), RestartRule.Delay(new Restart { Delay = parsed }, EndReason.Crashed, restarts: 500, 0));
    }

    [Fact]
    public void A_stable_run_is_forgiven_everything()
    {
        Start(new Restart { ResetAfter = TimeSpan.FromMinutes(10), Max = 2 });
        Crash(TimeSpan.Zero);
        Crash(TimeSpan.FromMinutes(9));
        Assert.Equal(2, Service.RestartsInARow);
        Crash(TimeSpan.FromMinutes(10));
        Assert.Equal(1, Service.RestartsInARow);
    }

    [Fact]
    public void After_its_last_restart_it_has_failed_and_says_how_often_it_was_tried()
    {
        Start(new Restart { Max = 2 });
        Crash(TimeSpan.Zero);
        Crash(TimeSpan.Zero);
        world.Ends(Current, code: 7);

        Assert.Null(Service.Current);
        Assert.False(Service.IsWanted);
        Assert.Equal((EndReason.Crashed, "gave up after 2 restarts in a row"), (Service.Last!.Reason, Service.Last.Detail));
    }

    [Theory]
    [InlineData(RestartPolicy.Never, 1, false)]
    [InlineData(RestartPolicy.OnFailure, 0, false)]
    [InlineData(RestartPolicy.OnFailure, 1, true)]
    [InlineData(RestartPolicy.Always, 0, true)]
    public void The_policy_decides_after_which_ends(RestartPolicy policy, int code, bool isRestarted)
    {
        Start(new Restart { Policy = policy });
        world.Ends(Current, code);
        Assert.Equal(isRestarted, Service.RestartAt is not null);
    }

    [Fact]
    public void A_stop_ends_the_waiting_and_a_start_cuts_it_short()
    {
        Start(new Restart());
        world.Ends(Current, code: 1);
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["s"]));
        world.Pass(TimeSpan.FromHours(1));
        Assert.Empty(world.Launching);

        world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        world.LetComeUp();
        world.Ends(Current, code: 1);
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        Assert.Single(world.Launching);
    }

    [Fact]
    public void A_restart_by_policy_is_the_same_as_before_whatever_another_shell_has_declared()
    {
        Start(new Restart());
        var plan = Service.Plan;
        world.Declare(null, ("s", SimulatedWorld.Plain));
        world.Ends(Current, code: 1);
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Same(plan, Current.Plan);

        world.Ask(id => new SupervisorEvent.RestartRequested(id, ["s"]));
        world.LetComeUp();
        world.LetEnd();
        Assert.NotSame(plan, Current.Plan);
    }

    [Fact]
    public void Who_waits_for_a_service_that_fails_again_and_again_is_answered_after_a_few_tries()
    {
        world.Declare(null, ("s", SimulatedWorld.Probed with { Restart = new Restart() }));
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        var start = world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        for (var i = 0; i < 3; i++)
        {
            Assert.DoesNotContain(start, world.Answered);
            world.Launched(world.Launching[0]);
            world.Ends(Current, code: 1);
            if (i < 2)
                world.Pass(TimeSpan.FromSeconds(10));
        }

        Assert.Contains(start, world.Answered);
        Assert.Equal(ServiceState.Restarting, ServiceStatusReport.StateOf(Service));
    }

    [Fact]
    public void Liveness_ends_a_service_after_so_many_failures_in_a_row_and_its_policy_restarts_it()
    {
        Start(new Restart(), SimulatedWorld.Plain with { Live = new Probe { Http = "/", Period = TimeSpan.FromSeconds(30), Failures = 3 } });
        foreach (var isAlive in new[] { false, false, true, false, false, false })
        {
            Assert.True(Current.IsReady);
            world.Pass(TimeSpan.FromSeconds(30));
            world.ProbeAnswers(Current, isAlive);
        }

        Assert.Equal((EndReason.NotLive, "not yet"), (Current.Reason, Current.Detail));
        world.LetEnd();
        Assert.NotNull(Service.RestartAt);
    }

    [Fact]
    public void A_service_is_ready_after_its_startup_probe_its_readiness_probe_and_its_first_requests()
    {
        var probe = new Probe { Tcp = "1", Deadline = TimeSpan.FromSeconds(5) };
        world.Declare(null, ("s", SimulatedWorld.Probed with { Startup = probe, Warmup = [new WarmupRequest { Chat = "hello" }] }));
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        world.Launched(world.Launching[0]);

        foreach (var stage in new[] { ProbeStage.Startup, ProbeStage.Ready })
        {
            Assert.Equal(stage, world.Probing[0].Stage);
            world.ProbeAnswers(world.Probing[0], ready: true);
            world.Pass(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(InstancePhase.Warming, Current.Phase);
        world.WarmUpEnds(Current, "`/v1/chat/completions` answered 500");
        Assert.Equal((EndReason.WarmupFailed, "`/v1/chat/completions` answered 500"), (Current.Reason, Current.Detail));
    }

    private void Start(Restart restart, ServiceSpec? spec = null)
    {
        world.Declare(null, ("s", (spec ?? SimulatedWorld.Plain) with { Restart = restart }));
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        world.LetComeUp();
    }

    private void Crash(TimeSpan after)
    {
        world.Pass(after);
        world.Ends(Current, code: 1);
        world.Pass(Service.RestartAt!.Value - world.Now);
        world.LetComeUp();
    }
}
