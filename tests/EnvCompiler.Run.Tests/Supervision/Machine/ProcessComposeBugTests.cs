using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>
/// What the release notes of process-compose 1.116 to 1.122 say was wrong in it. Two more of them are elsewhere: a reader of logs that does not read
/// (<c>BusyLogTests</c>) and requests by other hosts' pages (<c>MetricsServerTests</c>).
/// </summary>
public sealed class ProcessComposeBugTests
{
    private readonly SimulatedWorld world = new();

    [Fact]
    public void The_restart_of_a_service_that_others_end_with_does_not_end_everything()
    {
        Declare(("main", SimulatedWorld.Plain), ("other", SimulatedWorld.Plain));
        Start("main", "other");
        world.Ask(id => new SupervisorEvent.RestartRequested(id, ["main"]));
        world.LetEnd();
        world.LetComeUp();

        Assert.False(world.Machine.IsEnding);
        Assert.True(world.Current("main").IsReady && world.Current("other").IsReady);
    }

    [Fact]
    public void A_service_that_is_stopped_while_it_waits_for_a_dependency_never_starts()
    {
        Declare(("slow", SimulatedWorld.Probed), ("web", SimulatedWorld.Plain with { DependsOn = new() { ["slow"] = new ServiceDependency() } }));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["web"], Detached: false));
        world.Launched(world.Launching[0]);
        var stop = world.Ask(id => new SupervisorEvent.StopRequested(id, ["web"]));
        Assert.Contains(stop, world.Answered);

        world.LetComeUp();
        world.Pass(TimeSpan.FromHours(1));
        Assert.True(world.Current("slow").IsReady);
        Assert.Null(world.Machine.Services["web"].Current);
    }

    [Fact]
    public void A_reload_starts_nothing_that_a_person_has_stopped()
    {
        Declare(("a", SimulatedWorld.Plain), ("b", SimulatedWorld.Plain));
        Start("a", "b");
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["b"]));
        world.LetEnd();

        var changed = SimulatedWorld.Plain with { Command = "other" };
        world.Declare(null, ("a", changed), ("b", changed));
        world.Ask(id => new SupervisorEvent.ReloadRequested(id));
        world.LetEnd();
        world.LetComeUp();
        Assert.Equal("other", world.Current("a").Plan.Spec.Command);
        Assert.Null(world.Machine.Services["b"].Current);
    }

    [Fact]
    public void After_an_update_dependents_look_at_the_new_instance_not_at_the_old_one()
    {
        var web = SimulatedWorld.Plain with { DependsOn = new() { ["cache"] = new ServiceDependency() }, Restart = new Restart() };
        Declare(("cache", SimulatedWorld.Probed), ("web", web));
        Start("web");
        world.Declare(null, ("cache", SimulatedWorld.Probed with { Command = "other" }), ("web", web));
        world.Ask(id => new SupervisorEvent.ReloadRequested(id));
        world.LetEnd();
        world.Ends(world.Current("web"), code: 1);
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["cache"], world.Launching.Select(instance => instance.Plan.Name));

        world.LetComeUp();
        Assert.True(world.Current("web").IsReady);
        Assert.Equal(world.Current("cache").Id, world.Current("web").Dependencies["cache"]);
    }

    private void Declare(params (string Name, Model.Generations.ServiceSpec Spec)[] services)
    {
        world.Declare(null, services);
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
    }

    private void Start(params string[] names)
    {
        world.Ask(id => new SupervisorEvent.StartRequested(id, names, Detached: false));
        world.LetComeUp();
    }
}
