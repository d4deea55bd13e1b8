using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>
/// Plays everything outside of the machine: it keeps what the machine asked for, lets a test (or chance) decide what comes of it, and
/// checks after every event what must always hold.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly HashSet<long> open = [];
    private long lastRequest;

    /// <summary>The start that <see cref="Declare"/> declares.</summary>
    internal const string Start = "1 x86_64-linux/cpu";

    internal SupervisorMachine Machine { get; } = new(TimeSpan.FromSeconds(10));

    internal TimeSpan Now { get; private set; }

    /// <summary>Everything the machine ever asked for, in order.</summary>
    internal List<SupervisorAction> Actions { get; } = [];

    /// <summary>Instances whose start was asked for and has not been answered.</summary>
    internal List<Instance> Launching { get; } = [];

    /// <summary>Instances whose first process runs.</summary>
    internal List<Instance> Running { get; } = [];

    /// <summary>Instances whose first process has ended and whose others are watched.</summary>
    internal List<Instance> Draining { get; } = [];

    internal List<Instance> Probing { get; } = [];

    /// <summary>Instances that were sent KILL.</summary>
    internal HashSet<Instance> Killed { get; } = [];

    internal List<Instance> Ended { get; } = [];

    internal List<long> Answered { get; } = [];

    internal List<long> Refused { get; } = [];

    internal bool Deactivating { get; private set; }

    internal bool Exited { get; private set; }

    internal IReadOnlyCollection<long> OpenRequests => open;

    internal static ServiceSpec Probed { get; } = new()
    {
        Group = "toplevel",
        Command = "serve",
        Ready = new Probe { Http = "/health", Period = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromSeconds(60) },
    };

    internal static ServiceSpec Plain { get; } = new() { Group = "toplevel", Command = "serve" };

    internal void Declare(string? onDeactivate, params (string Name, ServiceSpec Spec)[] services)
    {
        var activation = new ServiceActivation
        {
            Generation = 1,
            Target = "x86_64-linux/cpu",
            TargetDirectory = "/t",
            Variables = new Dictionary<string, string>(),
            OnDeactivate = onDeactivate,
        };
        Tell(new SupervisorEvent.Declared(activation, [.. services.Select(service => new ServicePlan(service.Name, service.Spec, activation))]));
    }

    internal long Ask(Func<long, SupervisorEvent> request)
    {
        var id = ++lastRequest;
        open.Add(id);
        Tell(request(id));
        return id;
    }

    internal void Abandon(long request)
    {
        open.Remove(request);
        Tell(new SupervisorEvent.Abandoned(request));
    }

    /// <summary>Lets time pass, waking the machine whenever it wants to be woken.</summary>
    internal void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (Machine.NextWake is { } wake && wake <= end)
        {
            Now = wake > Now ? wake : Now;
            Tell(new SupervisorEvent.TimePassed());
            Assert.True(Machine.NextWake is not { } next || next > Now, "the machine wants to be woken for ever");
        }

        Now = end;
    }

    internal void Launched(Instance instance)
    {
        Assert.True(Launching.Remove(instance));
        Running.Add(instance);
        Tell(new SupervisorEvent.Launched(instance.Id));
    }

    internal void LaunchFails(Instance instance)
    {
        Assert.True(Launching.Remove(instance));
        Tell(new SupervisorEvent.LaunchFailed(instance.Id, "no such file"));
    }

    internal void MainEnds(Instance instance, ExitStatus status)
    {
        Assert.True(Running.Remove(instance));
        Tell(new SupervisorEvent.MainEnded(instance.Id, status));
    }

    internal void MembersAreGone(Instance instance)
    {
        Assert.True(Draining.Remove(instance));
        Tell(new SupervisorEvent.MembersGone(instance.Id));
    }

    internal void ProbeAnswers(Instance instance, bool ready, bool usesGpu = true)
    {
        Assert.True(Probing.Remove(instance));
        Tell(ready && !usesGpu ? new SupervisorEvent.GpuUnused(instance.Id, "unused") : new SupervisorEvent.ProbeAnswered(instance.Id, ready ? null : "not yet"));
    }

    internal void DeactivationEnds()
    {
        Deactivating = false;
        Tell(new SupervisorEvent.DeactivationEnded());
    }

    internal void Tell(SupervisorEvent what)
    {
        foreach (var action in Machine.Handle(what, Now))
        {
            Assert.False(Exited, $"{action} after the exit");
            Actions.Add(action);
            Take(action);
        }

        Check();
    }

    private void Take(SupervisorAction action)
    {
        switch (action)
        {
            case SupervisorAction.Launch launch:
                Launching.Add(launch.Instance);
                break;
            case SupervisorAction.Probe probe:
                Assert.DoesNotContain(probe.Instance, Probing);
                Probing.Add(probe.Instance);
                break;
            case SupervisorAction.WatchMembers watch:
                Draining.Add(watch.Instance);
                break;
            case SupervisorAction.SignalMembers { Signal: "KILL" } kill:
                Killed.Add(kill.Instance);
                break;
            case SupervisorAction.NoteEnd end:
                Assert.NotNull(end.Instance.Reason);
                Assert.DoesNotContain(end.Instance, Ended);
                Ended.Add(end.Instance);
                Launching.Remove(end.Instance);
                Running.Remove(end.Instance);
                Draining.Remove(end.Instance);
                break;
            case SupervisorAction.Answer answer:
                Assert.True(open.Remove(answer.Request), "nobody waits for this answer");
                Answered.Add(answer.Request);
                break;
            case SupervisorAction.Refuse refuse:
                Assert.True(open.Remove(refuse.Request), "nobody waits for this answer");
                Refused.Add(refuse.Request);
                break;
            case SupervisorAction.Deactivate:
                Assert.False(Deactivating, "scripts run one at a time");
                Assert.True(!Machine.IsEnding || Running.Count == 0, "the last script runs after the services");
                Deactivating = true;
                break;
            case SupervisorAction.Exit:
                Assert.False(Deactivating);
                Exited = true;
                break;
        }
    }

    private void Check()
    {
        var alive = Launching.Concat(Running).Concat(Draining).Distinct().ToList();
        Assert.Equal(alive.Count, alive.Select(instance => instance.Plan.Name).Distinct().Count());
        Assert.Equal(
            alive.OrderBy(instance => instance.Id),
            Machine.Services.Values.Where(service => service.Current is not null).Select(service => service.Current!).OrderBy(instance => instance.Id));
        if (Exited)
        {
            Assert.Empty(alive);
            Assert.Empty(open);
        }
    }
}
