using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>Warm restarts and reloads.</summary>
public sealed class ReplacementTests
{
    private static readonly Dictionary<string, int> Ports = new() { ["llm"] = 4711 };

    private readonly SimulatedWorld world = new();

    [Fact]
    public void A_warm_restart_ends_the_old_instance_when_the_new_one_is_ready_on_its_port()
    {
        var old = Start();
        var restart = world.Ask(id => new SupervisorEvent.WarmRestartRequested(id, ["llm"], Ports));
        var next = Assert.Single(world.Launching);
        Assert.Equal(4711, next.Port);
        Assert.True(old.IsReady);
        Assert.Same(old, world.Current("llm"));

        world.LetComeUp();
        Assert.Same(next, world.Current("llm"));
        Assert.Equal((EndReason.Replaced, InstancePhase.Stopping), (old.Reason, old.Phase));
        Assert.DoesNotContain(restart, world.Answered);
        world.LetEnd();
        Assert.Contains(restart, world.Answered);
        Assert.Empty(world.Problems);
    }

    [Fact]
    public void A_new_instance_that_does_not_come_up_leaves_the_old_one_as_it_is()
    {
        var old = Start();
        var restart = world.Ask(id => new SupervisorEvent.WarmRestartRequested(id, ["llm"], Ports));
        var next = world.Launching[0];
        world.Launched(next);
        world.Ends(next, code: 1);

        Assert.Contains(restart, world.Answered);
        Assert.Equal("the new instance of `llm` ended (ended before it was ready, exit code 1), the old one was left as it is", Assert.Single(world.Problems));
        Assert.True(old.IsReady);
        Assert.Same(old, world.Current("llm"));
    }

    [Fact]
    public void An_old_instance_that_dies_meanwhile_is_replaced_by_the_new_one_before_it_is_ready()
    {
        var old = Start();
        world.Ask(id => new SupervisorEvent.WarmRestartRequested(id, ["llm"], Ports));
        var next = world.Launching[0];
        world.Ends(old, code: 1);
        Assert.Same(next, world.Current("llm"));
        world.LetComeUp();
        Assert.True(next.IsReady);
        Assert.Empty(world.Launching);
    }

    [Fact]
    public void A_stop_during_a_warm_restart_ends_both()
    {
        Start();
        world.Ask(id => new SupervisorEvent.WarmRestartRequested(id, ["llm"], Ports));
        world.Launched(world.Launching[0]);
        var stop = world.Ask(id => new SupervisorEvent.StopRequested(id, ["llm"]));
        world.LetEnd();
        Assert.Contains(stop, world.Answered);
        Assert.Empty(world.Running);
        Assert.Null(world.Machine.Services["llm"].Current);
    }

    [Fact]
    public void A_reload_restarts_what_has_changed_ends_what_is_gone_and_leaves_the_rest()
    {
        var (same, changed, gone) = (SimulatedWorld.Plain with { Group = "a" }, SimulatedWorld.Plain with { Group = "b" }, SimulatedWorld.Plain with { Group = "c" });
        Declare(("same", same), ("changed", changed), ("gone", gone), ("stopped", changed));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["same", "changed", "gone"], Detached: false));
        world.LetComeUp();
        var before = world.Current("same");

        world.Declare(null, ("same", same), ("changed", changed with { Command = "other" }), ("stopped", changed with { Command = "other" }), ("new", same));
        var reload = world.Ask(id => new SupervisorEvent.ReloadRequested(id));
        Assert.Equal((EndReason.DefinitionChanged, EndReason.Removed), (world.Current("changed").Reason, world.Current("gone").Reason));
        world.LetEnd();
        world.LetComeUp();

        Assert.Contains(reload, world.Answered);
        Assert.Same(before, world.Current("same"));
        Assert.Equal("other", world.Current("changed").Plan.Spec.Command);
        Assert.DoesNotContain("gone", world.Machine.Services.Keys);
        Assert.All(["stopped", "new"], name => Assert.Null(world.Machine.Services[name].Current));
    }

    private Instance Start()
    {
        Declare(("llm", SimulatedWorld.Probed with { Restart = new Restart() }));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["llm"], Detached: false));
        world.LetComeUp();
        return world.Current("llm");
    }

    private void Declare(params (string Name, Model.Generations.ServiceSpec Spec)[] services)
    {
        world.Declare(null, services);
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
    }
}
