using System.Threading.Tasks;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>
/// Chance decides what services there are, what they need of each other, and what happens next. The world checks after every event: no service is
/// started or runs whose dependency's condition fails, none has two instances outside a warm restart, restarts are within policy, dependents are
/// told to end first, every end has a reason, every request is answered once. The supervisor may be killed and another one go on at any time; and from any
/// state it comes to its end. A failing run is repeated by its seed.
/// </summary>
public sealed class SupervisorMachinePropertyTests
{
    private const int Runs = 100_000;
    private const int MostEvents = 60;

    private static readonly Restart?[] Policies =
    [
        null,
        new() { Policy = RestartPolicy.Never },
        new() { Policy = RestartPolicy.OnFailure, Max = 2 },
        new() { Policy = RestartPolicy.Always, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(2), ResetAfter = TimeSpan.FromSeconds(5) },
    ];

    [Fact]
    public void Whatever_happens_in_whatever_order_the_services_are_as_they_may_be() =>
        Parallel.For(0, Runs, seed =>
        {
            try
            {
                Run(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        });

    private static void Run(Random chance)
    {
        var world = new SimulatedWorld(chance.NextDouble);
        var names = Enumerable.Range(0, chance.Next(1, 6)).Select(i => $"s{i}").ToArray();
        var activations = new List<int>();
        world.Declare(chance.Next(2) == 0 ? null : "/hook", Services(names, chance));
        var events = chance.Next(5, MostEvents);
        for (var i = 0; i < events && !world.Exited; i++)
            SomethingHappens(world, chance, names, activations);
        EndAll(world, activations);
    }

    private static void SomethingHappens(SimulatedWorld world, Random chance, string[] names, List<int> activations)
    {
        switch (chance.Next(20))
        {
            case 0:
                var pid = 1000 + chance.Next(3);
                var request = world.Ask(id => new SupervisorEvent.Joined(id, pid, SimulatedWorld.Start));
                if (world.Answered.Contains(request))
                    activations.Add(pid);
                break;
            case 1 when activations.Count > 0 && chance.Next(3) == 0:
                var leaving = Pick(activations, chance);
                activations.RemoveAll(other => other == leaving);
                world.Tell(new SupervisorEvent.Left(leaving));
                break;
            case 2 or 3: world.Ask(id => new SupervisorEvent.StartRequested(id, Some(names, chance), chance.Next(8) == 0)); break;
            case 4: world.Ask(id => new SupervisorEvent.StopRequested(id, Some(names, chance))); break;
            case 5: world.Ask(id => new SupervisorEvent.RestartRequested(id, Some(names, chance))); break;
            case 6: world.Ask(id => new SupervisorEvent.WarmRestartRequested(id, Some(names, chance), names.ToDictionary(name => name, _ => 1))); break;
            case 7 when chance.Next(3) == 0: Redeclare(world, chance, names); break;
            case 8 when world.OpenRequests.Count > 0: world.Abandon(Pick([.. world.OpenRequests], chance)); break;
            case 9 when chance.Next(20) == 0: world.Tell(new SupervisorEvent.EndRequested()); break;
            case 10 when chance.Next(4) == 0: world.SupervisorIsKilled(_ => chance.Next(3) == 0); break;
            case 10: world.Pass(TimeSpan.FromSeconds(Math.Pow(chance.NextDouble() * 3, 4))); break;
            default: SomethingHappensToAnInstance(world, chance); break;
        }
    }

    private static void SomethingHappensToAnInstance(SimulatedWorld world, Random chance)
    {
        switch (chance.Next(9))
        {
            case 0 when world.Launching.Count > 0 && chance.Next(4) == 0: world.LaunchFails(Pick(world.Launching, chance)); break;
            case 0 or 1 or 2 when world.Launching.Count > 0: world.Launched(Pick(world.Launching, chance)); break;
            case 3 when world.Running.Count > 0: world.MainEnds(Pick(world.Running, chance), SomeStatus(chance)); break;
            case 4 or 5 when world.Draining.Count > 0: world.MembersAreGone(Pick(world.Draining, chance)); break;
            case 6 or 7 when world.Probing.Count > 0: world.ProbeAnswers(Pick(world.Probing, chance), chance.Next(3) > 0, usesGpu: chance.Next(8) > 0); break;
            case 8 when world.Warming.Count > 0: world.WarmUpEnds(Pick(world.Warming, chance), chance.Next(3) == 0 ? "no" : null); break;
        }
    }

    private static void Redeclare(SimulatedWorld world, Random chance, string[] names)
    {
        world.Declare(null, Services([.. names.Where(_ => chance.Next(5) > 0)], chance));
        if (chance.Next(2) == 0)
            world.Ask(id => new SupervisorEvent.ReloadRequested(id));
    }

    /// <summary>Services that each may need some of those before them; what needs a skipped one is skipped, as in a generation.</summary>
    private static List<(string Name, ServiceSpec Spec, string? Skipped)> Services(string[] names, Random chance)
    {
        var services = new List<(string Name, ServiceSpec Spec, string? Skipped)>();
        foreach (var name in names)
        {
            var needed = services.Where(_ => chance.Next(3) == 0).ToList();
            var dependencies = needed.ToDictionary(
                other => other.Name,
                _ => new ServiceDependency { Condition = (DependencyCondition)chance.Next(3), Restart = chance.Next(3) == 0 });
            var spec = Spec(chance) with { DependsOn = needed.Count == 0 ? null : new(dependencies), Restart = Pick(Policies, chance) };
            services.Add((name, spec, chance.Next(12) == 0 || needed.Exists(other => other.Skipped is not null) ? "no" : null));
        }

        return services;
    }

    private static ServiceSpec Spec(Random chance) => chance.Next(7) switch
    {
        0 => SimulatedWorld.Plain,
        1 => SimulatedWorld.Probed,
        2 => SimulatedWorld.Plain with { IsDaemon = true, Shutdown = new Shutdown { Command = "stop" } },
        3 => SimulatedWorld.Probed with { Shutdown = new Shutdown { Signal = "INT", Timeout = TimeSpan.FromSeconds(2) }, Startup = SimulatedWorld.Probed.Ready },
        4 => SimulatedWorld.Probed with { Live = new Probe { Http = "/", Period = TimeSpan.FromSeconds(2), Failures = 2 } },
        5 => SimulatedWorld.Plain with { WhenOrphaned = OrphanPolicy.End },
        _ => SimulatedWorld.Probed with { Warmup = [new WarmupRequest { Chat = "hello" }] },
    };

    /// <summary>From any state the supervisor comes to its end once everybody leaves and KILL does what it does.</summary>
    private static void EndAll(SimulatedWorld world, List<int> activations)
    {
        foreach (var pid in activations.Distinct())
            world.Tell(new SupervisorEvent.Left(pid));
        if (!world.Machine.IsEnding)
            world.Tell(new SupervisorEvent.EndRequested());
        for (var round = 0; round < 40 && !world.Exited; round++)
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
