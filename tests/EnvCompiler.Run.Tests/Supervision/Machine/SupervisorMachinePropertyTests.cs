using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>
/// Chance decides what happens next; the world checks after every event that no service has two instances, that every end has a
/// reason, that every request is answered once. A failing run is repeated by its seed.
/// </summary>
public sealed class SupervisorMachinePropertyTests
{
    private const int Runs = 5_000;
    private const int EventsPerRun = 60;

    private static readonly ServiceSpec[] Specs =
    [
        SimulatedWorld.Plain,
        SimulatedWorld.Probed,
        SimulatedWorld.Plain with { IsDaemon = true, Shutdown = new Shutdown { Command = "stop" } },
        SimulatedWorld.Probed with { Shutdown = new Shutdown { Signal = "INT", Timeout = TimeSpan.FromSeconds(2) } },
    ];

    [Fact]
    public void Whatever_happens_in_whatever_order_every_service_ends_with_a_reason_and_every_request_is_answered()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            try
            {
                Run(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void Run(Random chance)
    {
        var world = new SimulatedWorld();
        var names = Enumerable.Range(0, chance.Next(1, 5)).Select(i => $"s{i}").ToArray();
        var activations = new List<int>();
        world.Declare(chance.Next(2) == 0 ? null : "/hook", [.. names.Select(name => (name, Specs[chance.Next(Specs.Length)]))]);
        for (var i = 0; i < EventsPerRun && !world.Exited; i++)
            SomethingHappens(world, chance, names, activations);
        EndAll(world, activations);
    }

    private static void SomethingHappens(SimulatedWorld world, Random chance, string[] names, List<int> activations)
    {
        switch (chance.Next(14))
        {
            case 0:
                var pid = 1000 + chance.Next(3);
                var request = world.Ask(id => new SupervisorEvent.Joined(id, pid, SimulatedWorld.Start));
                if (world.Answered.Contains(request))
                    activations.Add(pid);
                break;
            case 1 when activations.Count > 0:
                var leaving = Pick(activations, chance);
                activations.RemoveAll(other => other == leaving);
                world.Tell(new SupervisorEvent.Left(leaving));
                break;
            case 2 or 3: world.Ask(id => new SupervisorEvent.StartRequested(id, Some(names, chance), chance.Next(8) == 0)); break;
            case 4: world.Ask(id => new SupervisorEvent.StopRequested(id, Some(names, chance))); break;
            case 5: world.Ask(id => new SupervisorEvent.RestartRequested(id, Some(names, chance))); break;
            case 6 when world.OpenRequests.Count > 0: world.Abandon(Pick([.. world.OpenRequests], chance)); break;
            case 7 or 8 when world.Launching.Count > 0:
                var launching = Pick(world.Launching, chance);
                if (chance.Next(8) == 0)
                    world.LaunchFails(launching);
                else
                    world.Launched(launching);
                break;
            case 9 when world.Running.Count > 0: world.MainEnds(Pick(world.Running, chance), SomeStatus(chance)); break;
            case 10 when world.Draining.Count > 0: world.MembersAreGone(Pick(world.Draining, chance)); break;
            case 11 when world.Probing.Count > 0: world.ProbeAnswers(Pick(world.Probing, chance), chance.Next(3) == 0, usesGpu: chance.Next(8) > 0); break;
            case 12: world.Pass(TimeSpan.FromSeconds(Math.Pow(chance.NextDouble() * 3, 4))); break;
            case 13 when chance.Next(20) == 0: world.Tell(new SupervisorEvent.EndRequested()); break;
        }
    }

    /// <summary>From any state the supervisor comes to its end once everybody leaves and KILL does what it does.</summary>
    private static void EndAll(SimulatedWorld world, List<int> activations)
    {
        foreach (var pid in activations.Distinct())
            world.Tell(new SupervisorEvent.Left(pid));
        if (!world.Machine.IsEnding)
            world.Tell(new SupervisorEvent.EndRequested());
        for (var round = 0; round < 20 && !world.Exited; round++)
        {
            foreach (var instance in world.Launching.ToArray())
                world.Launched(instance);
            world.Pass(TimeSpan.FromSeconds(16));
            foreach (var instance in world.Running.Where(world.Killed.Contains).ToArray())
                world.MainEnds(instance, new ExitStatus(137, SignalNames.Kill));
            foreach (var instance in world.Draining.ToArray())
                world.MembersAreGone(instance);
            if (world.Deactivating)
                world.DeactivationEnds();
        }

        Assert.True(world.Exited, "the supervisor does not end");
    }

    private static string[] Some(string[] names, Random chance) => [.. names.Where(_ => chance.Next(2) == 0)];

    private static T Pick<T>(IReadOnlyList<T> from, Random chance) => from[chance.Next(from.Count)];

    private static ExitStatus SomeStatus(Random chance) => chance.Next(3) switch
    {
        0 => new ExitStatus(0),
        1 => new ExitStatus(3),
        _ => new ExitStatus(139, 11),
    };
}
