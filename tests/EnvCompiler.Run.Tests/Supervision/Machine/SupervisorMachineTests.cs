using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

public sealed class SupervisorMachineTests
{
    private readonly SimulatedWorld world = new();

    [Fact]
    public void A_supervisor_that_nobody_joins_ends()
    {
        world.Declare("/hook");

        world.Pass(TimeSpan.FromSeconds(11));

        Assert.True(world.Exited);
        Assert.DoesNotContain(world.Actions, action => action is SupervisorAction.Deactivate);
    }

    [Fact]
    public void The_first_probes_come_quickly_and_then_every_period()
    {
        var instance = StartOne(SimulatedWorld.Probed);
        var tries = new List<TimeSpan>();

        while (tries.Count < 11)
        {
            world.Pass(TimeSpan.FromMilliseconds(1));
            if (world.Probing.Count > 0)
            {
                tries.Add(world.Now);
                world.ProbeAnswers(instance, ready: false);
            }
        }

        var pauses = tries.Zip(tries.Skip(1), (a, b) => (int)Math.Round((b - a).TotalMilliseconds)).ToList();
        Assert.Equal([10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000], pauses);
    }

    [Fact]
    public void A_service_whose_condition_does_not_hold_is_not_started_and_nobody_waits_for_it()
    {
        var activation = new ServiceActivation
        {
            Generation = 1, Target = "x86_64-linux/cpu", TargetDirectory = "/t", Variables = new Dictionary<string, string>(),
        };
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        world.Tell(new SupervisorEvent.Declared(activation, [new ServicePlan("gpu", SimulatedWorld.Probed, activation, Skipped: "no GPU")]));

        var start = world.Ask(id => new SupervisorEvent.StartRequested(id, ["gpu"], Detached: false));
        var restart = world.Ask(id => new SupervisorEvent.RestartRequested(id, ["gpu"]));

        Assert.Empty(world.Launching);
        Assert.Contains(start, world.Answered);
        Assert.Contains(restart, world.Answered);
    }

    [Fact]
    public void A_running_service_whose_condition_stops_holding_runs_on_until_it_is_restarted()
    {
        Join(SimulatedWorld.Plain);
        world.Launched(world.Launching[0]);
        var service = Assert.Single(world.Machine.Services.Values);
        world.Tell(new SupervisorEvent.Declared(service.Plan.Activation, [service.Plan with { Skipped = "no GPU" }]));
        Assert.True(service.Current is { IsUp: true });

        world.Ask(id => new SupervisorEvent.RestartRequested(id, [service.Name]));

        Assert.Equal(EndReason.RestartRequested, service.Current!.Reason);
        Assert.False(service.StartAgain);
    }

    [Fact]
    public void A_start_is_answered_when_the_service_is_ready()
    {
        var request = Join(SimulatedWorld.Probed);
        world.Launched(world.Launching[0]);
        world.Pass(TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(request, world.Answered);

        world.ProbeAnswers(world.Probing[0], ready: true);

        Assert.Contains(request, world.Answered);
    }

    [Fact]
    public void The_deadline_ends_a_service_that_is_not_ready()
    {
        var instance = StartOne(SimulatedWorld.Probed);
        world.Pass(TimeSpan.FromMilliseconds(1));
        world.ProbeAnswers(instance, ready: false);

        world.Pass(TimeSpan.FromSeconds(60));

        Assert.Equal((EndReason.NotReadyInTime, "not yet"), (instance.Reason, instance.Detail));
        Assert.Contains(world.Actions, action => action is SupervisorAction.SignalProgram { Signal: "TERM" });
    }

    [Fact]
    public void A_service_that_is_ready_without_its_GPU_is_ended_with_that_reason()
    {
        var instance = StartOne(SimulatedWorld.Probed);
        world.Pass(TimeSpan.FromMilliseconds(1));
        world.Tell(new SupervisorEvent.GpuUnused(instance.Id, "no context"));

        Assert.Equal((EndReason.GpuUnused, "no context"), (instance.Reason, instance.Detail));
        Assert.Contains(world.Actions, action => action is SupervisorAction.SignalProgram { Signal: "TERM" });
    }

    [Fact]
    public void An_answer_to_a_probe_of_a_stopping_service_changes_nothing()
    {
        var instance = StartOne(SimulatedWorld.Probed);
        world.Pass(TimeSpan.FromMilliseconds(1));
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["s"]));

        world.ProbeAnswers(instance, ready: true);

        Assert.Equal(InstancePhase.Stopping, instance.Phase);
    }

    [Fact]
    public void KILL_comes_after_the_timeout_and_not_before()
    {
        var instance = StartOne(SimulatedWorld.Plain with { Shutdown = new Shutdown { Timeout = TimeSpan.FromSeconds(3) } });
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["s"]));

        world.Pass(TimeSpan.FromSeconds(2.9));
        Assert.Empty(world.Killed);
        world.Pass(TimeSpan.FromSeconds(0.2));
        Assert.Contains(instance, world.Killed);
    }

    [Fact]
    public void A_process_that_KILL_does_not_end_is_given_up_after_ten_seconds()
    {
        var instance = StartOne(SimulatedWorld.Plain);
        var stop = world.Ask(id => new SupervisorEvent.StopRequested(id, ["s"]));

        world.Pass(TimeSpan.FromSeconds(15 + 10));

        Assert.Contains(stop, world.Answered);
        Assert.Equal("a process of it did not end after KILL", instance.Detail);
    }

    [Fact]
    public void A_start_while_the_service_stops_starts_a_new_instance_after_the_old_one()
    {
        var old = StartOne(SimulatedWorld.Plain);
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["s"]));
        var start = world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        Assert.Empty(world.Launching);

        world.MainEnds(old, new ExitStatus(143, SignalNames.Term));
        world.MembersAreGone(old);
        Assert.DoesNotContain(start, world.Answered);
        world.Launched(world.Launching[0]);

        Assert.Contains(start, world.Answered);
        Assert.Equal(2, world.Machine.Services["s"].Current!.Id);
    }

    [Fact]
    public void A_second_start_of_a_running_service_starts_nothing()
    {
        StartOne(SimulatedWorld.Plain);

        var again = world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));

        Assert.Contains(again, world.Answered);
        Assert.Single(world.Actions, action => action is SupervisorAction.Launch);
    }

    [Theory]
    [InlineData(0, false, EndReason.Completed)]
    [InlineData(3, false, EndReason.Crashed)]
    [InlineData(137, true, EndReason.MemoryLimit)]
    public void A_service_that_ends_by_itself_is_not_started_again(int code, bool isOutOfMemory, EndReason reason)
    {
        var instance = StartOne(SimulatedWorld.Plain);

        world.MainEnds(instance, new ExitStatus(code), isOutOfMemory);
        world.MembersAreGone(instance);

        Assert.Equal(reason, instance.Reason);
        Assert.Empty(world.Launching);
    }

    [Fact]
    public void What_a_program_leaves_behind_is_asked_to_end_and_killed_when_it_does_not()
    {
        var instance = StartOne(SimulatedWorld.Plain);

        world.MainEnds(instance, new ExitStatus(0));
        Assert.Contains(world.Actions, action => action is SupervisorAction.SignalMembers { Signal: "TERM" });
        world.Pass(TimeSpan.FromSeconds(16));

        Assert.Contains(instance, world.Killed);
    }

    [Fact]
    public void While_it_ends_it_refuses_requests()
    {
        StartOne(SimulatedWorld.Plain);
        world.Tell(new SupervisorEvent.Left(1));

        var start = world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
        var join = world.Ask(id => new SupervisorEvent.Joined(id, 2, SimulatedWorld.Start));

        Assert.Equal([start, join], world.Refused);
    }

    private long Join(Model.Generations.ServiceSpec spec)
    {
        world.Declare(null, ("s", spec));
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
        return world.Ask(id => new SupervisorEvent.StartRequested(id, ["s"], Detached: false));
    }

    private Instance StartOne(Model.Generations.ServiceSpec spec)
    {
        Join(spec);
        var instance = world.Launching[0];
        world.Launched(instance);
        return instance;
    }
}
