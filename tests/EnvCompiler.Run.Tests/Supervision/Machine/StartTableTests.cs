using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

public sealed class StartTableTests
{
    private readonly SimulatedWorld world = new();

    [Fact]
    public void The_last_of_a_start_runs_its_script_while_another_start_lives()
    {
        Declare(1, "/first");
        Declare(2, "/second");
        Join(10, 1);
        Join(11, 1);
        Join(20, 2);

        world.Tell(new SupervisorEvent.Left(10));
        Assert.False(world.Deactivating);
        world.Tell(new SupervisorEvent.Left(11));
        Assert.Equal("/first", Assert.Single(Scripts()));
        world.DeactivationEnds();
        Assert.False(world.Machine.IsEnding);

        world.Tell(new SupervisorEvent.Left(20));
        Assert.Equal(["/first", "/second"], Scripts());
        world.DeactivationEnds();
        Assert.True(world.Exited);
    }

    [Fact]
    public void The_script_has_the_variables_of_the_activation_that_started()
    {
        Declare(1, "/script", "starter");
        Join(10, 1);
        Declare(1, "/script", "attached");
        Join(11, 1);

        world.Tell(new SupervisorEvent.Left(10));
        world.Tell(new SupervisorEvent.Left(11));

        var action = Assert.Single(world.Actions.OfType<SupervisorAction.Deactivate>());
        Assert.Equal("starter", action.Activation.Variables["WHO"]);
    }

    [Fact]
    public void Who_joins_while_the_script_runs_is_answered_after_it()
    {
        Declare(1, "/script");
        Declare(2, null);
        Join(10, 1);
        Join(20, 2);
        world.Tell(new SupervisorEvent.Left(10));
        Assert.True(world.Deactivating);

        var request = Join(11, 1);
        Assert.DoesNotContain(request, world.Answered);
        world.DeactivationEnds();
        Assert.Contains(request, world.Answered);

        world.Tell(new SupervisorEvent.Left(20));
        Assert.False(world.Machine.IsEnding);
    }

    [Fact]
    public void A_start_that_was_never_declared_has_no_script()
    {
        Join(10, 1);
        Declare(2, "/other");
        world.Tell(new SupervisorEvent.Left(10));
        Assert.Empty(Scripts());
        Assert.True(world.Exited);
    }

    [Fact]
    public void A_shell_that_goes_over_to_another_start_leaves_the_first()
    {
        Declare(1, "/first");
        Declare(2, "/second");
        Join(10, 1);
        Join(10, 2);
        Assert.Equal("/first", Assert.Single(Scripts()));
        Assert.False(world.Machine.IsEnding);
    }

    [Fact]
    public void Detached_services_keep_their_start_until_they_are_stopped()
    {
        world.Declare("/script", ("worker", SimulatedWorld.Plain));
        world.Ask(id => new SupervisorEvent.Joined(id, 10, SimulatedWorld.Start));
        world.Ask(id => new SupervisorEvent.StartRequested(id, ["worker"], Detached: true));
        world.Launched(world.Launching[0]);
        world.Tell(new SupervisorEvent.Left(10));
        Assert.False(world.Deactivating);

        world.Ask(id => new SupervisorEvent.StopRequested(id, ["worker"]));
        var worker = world.Running[0];
        world.MainEnds(worker, new EnvCompiler.Host.Processes.ExitStatus(0));
        Assert.False(world.Deactivating);
        world.MembersAreGone(worker);
        Assert.True(world.Deactivating);
        world.DeactivationEnds();
        Assert.True(world.Exited);
    }

    private long Join(int pid, int generation) =>
        world.Ask(id => new SupervisorEvent.Joined(id, pid, ServiceActivation.StartOf(generation, "x86_64-linux/cpu")));

    private void Declare(int generation, string? script, string who = "") => world.Tell(new SupervisorEvent.Declared(
        new ServiceActivation
        {
            Generation = generation,
            Target = "x86_64-linux/cpu",
            TargetDirectory = "/t",
            Variables = new Dictionary<string, string> { ["WHO"] = who },
            OnDeactivate = script,
        },
        []));

    private IEnumerable<string> Scripts() => world.Actions.OfType<SupervisorAction.Deactivate>().Select(action => action.Activation.OnDeactivate!);
}
