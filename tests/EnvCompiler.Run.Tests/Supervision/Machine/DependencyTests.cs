using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

public sealed class DependencyTests
{
    private readonly SimulatedWorld world = new();

    [Fact]
    public void Services_start_in_the_order_of_their_dependencies_as_each_condition_comes_true()
    {
        Declare(
            ("migrate", SimulatedWorld.Plain),
            ("cache", SimulatedWorld.Probed),
            ("web", Needing(SimulatedWorld.Plain, ("cache", DependencyCondition.Ready), ("migrate", DependencyCondition.Completed))));
        var start = Start("web");
        Assert.Equal(["cache", "migrate"], Names(world.Launching));

        world.LetComeUp();
        Assert.Equal(ServiceState.Waiting, State("web"));
        Assert.DoesNotContain(start, world.Answered);
        world.Ends(world.Current("migrate"));
        Assert.Equal(["web"], Names(world.Launching));

        world.LetComeUp();
        Assert.Contains(start, world.Answered);
    }

    [Fact]
    public void A_dependency_of_a_service_that_is_started_alone_is_started_with_it_and_others_are_not()
    {
        Declare(("cache", SimulatedWorld.Plain), ("other", SimulatedWorld.Plain), ("web", Needing(SimulatedWorld.Plain, ("cache", DependencyCondition.Started))));
        Start("web");
        world.LetComeUp();
        Assert.Equal([ServiceState.Ready, ServiceState.Stopped, ServiceState.Ready], [State("cache"), State("other"), State("web")]);
    }

    [Fact]
    public void Everything_stops_in_reverse_order()
    {
        Chain();
        world.Tell(new SupervisorEvent.Left(1));

        foreach (var name in new[] { "web", "cache", "disk" })
        {
            var stopping = Assert.Single(world.Running, instance => instance.Phase == InstancePhase.Stopping);
            Assert.Equal(name, stopping.Plan.Name);
            world.Ends(stopping);
        }

        Assert.True(world.Exited);
    }

    [Fact]
    public void A_stop_takes_those_along_that_need_the_service_and_tells_them_why()
    {
        Chain();
        var stop = world.Ask(id => new SupervisorEvent.StopRequested(id, ["cache"]));

        Assert.Equal((EndReason.DependencyStopped, "it needs `cache` to be ready, and that is stopped"), (world.Current("web").Reason, world.Current("web").Detail));
        world.Ends(world.Current("web"));
        Assert.DoesNotContain(stop, world.Answered);
        world.Ends(world.Current("cache"));
        Assert.Contains(stop, world.Answered);
        Assert.Equal([ServiceState.Ready, ServiceState.Stopped, ServiceState.Stopped], [State("disk"), State("cache"), State("web")]);
    }

    [Fact]
    public void A_failed_dependency_is_explained_to_those_that_wait_for_it_down_the_chain()
    {
        Declare(
            ("disk", SimulatedWorld.Probed),
            ("cache", Needing(SimulatedWorld.Probed, ("disk", DependencyCondition.Ready))),
            ("web", Needing(SimulatedWorld.Probed, ("cache", DependencyCondition.Ready))));
        var start = Start("web");
        world.Launched(world.Launching[0]);
        world.Ends(world.Current("disk"), code: 3);

        Assert.Contains(start, world.Answered);
        Assert.Equal([ServiceState.Failed, ServiceState.Failed, ServiceState.Failed], [State("disk"), State("cache"), State("web")]);
        Assert.Equal(
            "it needs `cache` to be ready: it needs `disk` to be ready, and that has ended: ended before it was ready (exit code 3)",
            world.Machine.Services["web"].Blocked!.Detail);
    }

    [Fact]
    public void By_default_a_dependent_runs_on_while_its_dependency_is_restarted()
    {
        Chain(new Restart());
        var web = world.Current("web");
        world.Ends(world.Current("cache"), code: 1);
        Assert.Equal(ServiceState.Restarting, State("cache"));
        Assert.True(web.IsReady);

        world.Pass(TimeSpan.FromSeconds(1));
        world.LetComeUp();
        Assert.Same(web, world.Current("web"));
    }

    [Fact]
    public void A_dependent_that_is_to_be_restarted_with_its_dependency_ends_before_it_and_starts_after_it()
    {
        Chain(new Restart(), restartWith: true);
        var web = world.Current("web");
        world.Ask(id => new SupervisorEvent.RestartRequested(id, ["cache"]));

        Assert.Equal((EndReason.DependencyRestarted, InstancePhase.Stopping), (web.Reason, web.Phase));
        Assert.Equal(InstancePhase.Ready, world.Current("cache").Phase);
        world.LetEnd();
        Assert.Equal(["cache"], Names(world.Launching));
        world.LetComeUp();
        Assert.True(world.Current("web").IsReady);
        Assert.NotSame(web, world.Current("web"));
    }

    [Fact]
    public void A_dependent_of_a_service_that_gives_up_ends_with_the_reason()
    {
        Chain(new Restart { Max = 0 });
        world.Ends(world.Current("cache"), code: 1);
        Assert.Equal(EndReason.DependencyFailed, world.Current("web").Reason);
        world.LetEnd();
        Assert.Equal(ServiceState.Failed, State("web"));
    }

    [Fact]
    public void A_task_that_is_done_is_not_done_again_while_somebody_counts_on_it()
    {
        Declare(("migrate", SimulatedWorld.Plain), ("web", Needing(SimulatedWorld.Plain, ("migrate", DependencyCondition.Completed))));
        Start("migrate", "web");
        world.LetComeUp();
        world.Ends(world.Current("migrate"));
        world.LetComeUp();

        Start("migrate", "web");
        Assert.Empty(world.Launching);
        world.Ask(id => new SupervisorEvent.StopRequested(id, ["migrate", "web"]));
        world.LetEnd();
        Start("migrate", "web");
        Assert.Equal(["migrate"], Names(world.Launching));
    }

    private void Chain(Restart? restart = null, bool restartWith = false)
    {
        Declare(
            ("disk", SimulatedWorld.Plain),
            ("cache", Needing(SimulatedWorld.Plain, ("disk", DependencyCondition.Started)) with { Restart = restart }),
            ("web", SimulatedWorld.Plain with
            {
                DependsOn = new() { ["cache"] = new ServiceDependency { Condition = DependencyCondition.Ready, Restart = restartWith } },
            }));
        Start("web");
        world.LetComeUp();
        Assert.True(world.Current("web").IsReady);
    }

    private void Declare(params (string Name, ServiceSpec Spec)[] services)
    {
        world.Declare(null, services);
        world.Ask(id => new SupervisorEvent.Joined(id, 1, SimulatedWorld.Start));
    }

    private long Start(params string[] names) => world.Ask(id => new SupervisorEvent.StartRequested(id, names, Detached: false));

    private ServiceState State(string name) => ServiceStatusReport.StateOf(world.Machine.Services[name]);

    private static ServiceSpec Needing(ServiceSpec spec, params (string Name, DependencyCondition Condition)[] needs) =>
        spec with { DependsOn = new(needs.ToDictionary(need => need.Name, need => new ServiceDependency { Condition = need.Condition })) };

    private static IEnumerable<string> Names(IEnumerable<Instance> instances) => instances.Select(instance => instance.Plan.Name).Order(StringComparer.Ordinal);
}
