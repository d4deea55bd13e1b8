using System.Runtime.CompilerServices;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Machine.Saved;

namespace EnvCompiler.Run.Tests.Supervision.Machine;

/// <summary>
/// Plays everything outside of the machine: it keeps what the machine asked for, lets a test (or chance) decide what comes of it, and
/// checks after every event what must always hold.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly HashSet<long> open = [];
    private readonly Dictionary<(ServiceActivation, string), ServicePlan> plans = [];
    private readonly Func<double> chance;
    private long lastRequest;

    /// <summary>The start that <see cref="Declare"/> declares.</summary>
    internal const string Start = "1 x86_64-linux/cpu";

    internal SupervisorMachine Machine { get; private set; }

    /// <param name="chance">Of the machine's jitter.</param>
    internal SimulatedWorld(Func<double>? chance = null)
    {
        this.chance = chance ?? (static () => 0);
        Machine = NewMachine();
    }

    internal TimeSpan Now { get; private set; }

    /// <summary>Everything the machine ever asked for, in order.</summary>
    internal List<SupervisorAction> Actions { get; } = [];

    /// <summary>Instances whose start was asked for and has not been answered.</summary>
    internal List<Instance> Launching { get; } = [];

    /// <summary>Instances whose first process runs.</summary>
    internal List<Instance> Running { get; } = [];

    /// <summary>Instances whose first process has ended and whose others are watched.</summary>
    internal List<Instance> Draining { get; } = [];

    /// <summary>Probes that were asked and have not been answered; an instance that has moved on may have an old one here.</summary>
    internal List<SupervisorAction.Probe> Probing { get; } = [];

    /// <summary>Instances whose first requests are under way.</summary>
    internal List<Instance> Warming { get; } = [];

    /// <summary>Why warm restarts did not come about.</summary>
    internal List<string> Problems { get; } = [];

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

    internal void Declare(string? onDeactivate, params (string Name, ServiceSpec Spec)[] services) =>
        Declare(onDeactivate, services.Select(service => (service.Name, service.Spec, Skipped: (string?)null)));

    internal void Declare(string? onDeactivate, IEnumerable<(string Name, ServiceSpec Spec, string? Skipped)> services)
    {
        var activation = new ServiceActivation
        {
            Generation = 1,
            Target = "x86_64-linux/cpu",
            TargetDirectory = "/t",
            Variables = new Dictionary<string, string>(),
            OnDeactivate = onDeactivate,
        };
        // Two declarations of one object are the same.
        List<ServicePlan> declared = [.. services.Select(service => new ServicePlan(service.Name, service.Spec, activation, service.Skipped)
        {
            Fingerprint = RuntimeHelpers.GetHashCode(service.Spec).ToString(),
        })];
        foreach (var plan in declared)
            plans.Add((activation, plan.Name), plan);
        Tell(new SupervisorEvent.Declared(activation, declared));
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

    internal void MainEnds(Instance instance, ExitStatus status, bool isOutOfMemory = false)
    {
        Assert.True(Running.Remove(instance));
        Tell(new SupervisorEvent.MainEnded(instance.Id, status, isOutOfMemory));
    }

    internal void MembersAreGone(Instance instance)
    {
        Assert.True(Draining.Remove(instance));
        Tell(new SupervisorEvent.MembersGone(instance.Id));
    }

    internal void ProbeAnswers(Instance instance, bool ready, bool usesGpu = true) =>
        ProbeAnswers(Probing.First(probe => probe.Instance == instance), ready, usesGpu);

    internal void ProbeAnswers(SupervisorAction.Probe probe, bool ready, bool usesGpu = true)
    {
        Assert.True(Probing.Remove(probe));
        Tell(ready && !usesGpu
            ? new SupervisorEvent.GpuUnused(probe.Instance.Id, "unused")
            : new SupervisorEvent.ProbeAnswered(probe.Instance.Id, probe.Number, ready ? null : "not yet"));
    }

    internal void WarmUpEnds(Instance instance, string? problem = null)
    {
        Assert.True(Warming.Remove(instance));
        Tell(new SupervisorEvent.WarmedUp(instance.Id, problem));
    }

    /// <summary>The instance of a service that counts.</summary>
    internal Instance Current(string service) => Machine.Services[service].Current ?? throw new InvalidOperationException($"{service} does not run");

    /// <summary>Everything that is started comes up and answers well, until nothing more comes of it.</summary>
    internal void LetComeUp()
    {
        for (var before = -1; before != Actions.Count;)
        {
            before = Actions.Count;
            foreach (var instance in Launching.ToArray())
                Launched(instance);
            foreach (var probe in Probing.ToArray())
                ProbeAnswers(probe, ready: true);
            foreach (var instance in Warming.ToArray())
                WarmUpEnds(instance);
        }
    }

    /// <summary>An instance ends with all its processes.</summary>
    internal void Ends(Instance instance, int code = 0)
    {
        MainEnds(instance, new ExitStatus(code));
        MembersAreGone(instance);
    }

    /// <summary>Everything that is told to end does, until nothing more comes of it.</summary>
    internal void LetEnd()
    {
        while (Running.Find(instance => instance.Phase == InstancePhase.Stopping) is { } instance)
            Ends(instance);
    }

    /// <summary>
    /// The supervisor is killed and another one adopts what it finds: instances that were being launched are ended unseen, whoever waited for an answer has to ask
    /// again, and some processes end while nobody looks.
    /// </summary>
    internal void SupervisorIsKilled(Func<Instance, bool> endsUnseen)
    {
        var saved = Machine.Save(Now);
        Machine = NewMachine();
        var adopted = Machine.Restore(
            saved, new MachineRestorer(Now, number => saved.Activations[number], (activation, name) => plans[(activation, name)]));
        Launching.Clear();
        Probing.Clear();
        Warming.Clear();
        Killed.Clear();
        open.Clear();
        Deactivating = false;
        Replace(Running, adopted);
        Replace(Draining, adopted);
        foreach (var instance in adopted.Where(instance => instance.Phase == InstancePhase.Launching))
            Tell(new SupervisorEvent.Launched(instance.Id));
        foreach (var instance in Running.Where(endsUnseen).ToList())
            MainEnds(instance, new ExitStatus(1));
        Tell(new SupervisorEvent.TimePassed());
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
                CheckLaunch(launch.Instance);
                Launching.Add(launch.Instance);
                break;
            case SupervisorAction.Probe probe:
                Assert.DoesNotContain(Probing, other => other.Instance == probe.Instance && other.Stage == probe.Stage);
                Probing.Add(probe);
                break;
            case SupervisorAction.WarmUp warm:
                Assert.DoesNotContain(warm.Instance, Warming);
                Warming.Add(warm.Instance);
                break;
            case SupervisorAction.SignalProgram stop:
                CheckStop(stop.Instance);
                break;
            case SupervisorAction.RunShutdownCommand stop:
                CheckStop(stop.Instance);
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
                CheckRestart(end);
                Launching.Remove(end.Instance);
                Running.Remove(end.Instance);
                Draining.Remove(end.Instance);
                break;
            case SupervisorAction.Answer answer:
                Assert.True(open.Remove(answer.Request), "nobody waits for this answer");
                Answered.Add(answer.Request);
                if (answer.Problem is not null)
                    Problems.Add(answer.Problem);
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

    private SupervisorMachine NewMachine() => new(TimeSpan.FromSeconds(10), chance);

    private static void Replace(List<Instance> instances, IReadOnlyList<Instance> adopted)
    {
        for (var i = 0; i < instances.Count; i++)
            instances[i] = Assert.Single(adopted, other => other.Id == instances[i].Id);
    }

    private void Check()
    {
        var alive = Launching.Concat(Running).Concat(Draining).Distinct().OrderBy(instance => instance.Id).ToList();
        Assert.Equal(alive, Machine.Services.Values.SelectMany(service => service.Instances).OrderBy(instance => instance.Id));
        foreach (var service in Machine.Services.Values)
            CheckService(service);
        if (Exited)
        {
            Assert.Empty(alive);
            Assert.Empty(open);
        }
    }

    private void CheckService(Service service)
    {
        Assert.True(service.Next is null || service.Current is not null, "an instance that replaces none");
        Assert.All(service.Outgoing, old => Assert.NotNull(old.Reason));
        Assert.True(service.RestartsInARow <= (service.SamePlan?.Spec.Restart?.Max ?? int.MaxValue));
        Assert.True(!Machine.IsEnding || !service.IsWanted, "nothing is wanted at the end");
        if (service.Current is not { IsUp: true } instance)
            return;
        Assert.True(service.IsWanted);
        foreach (var (name, _) in instance.Plan.Spec.DependsOn ?? [])
        {
            var other = Machine.Services[name];
            Assert.True(other.IsWanted || other.HasCompleted, $"{service.Name} runs, and {name}, which it needs, will not");
        }
    }

    private void CheckLaunch(Instance instance)
    {
        Assert.Null(instance.Plan.Skipped);
        foreach (var (name, dependency) in instance.Plan.Spec.DependsOn ?? [])
        {
            var other = Machine.Services[name];
            var holds = dependency.Condition switch
            {
                DependencyCondition.Started => other.HasCompleted || Running.Contains(other.Current!) || Draining.Contains(other.Current!),
                DependencyCondition.Ready => other.Current is { Phase: InstancePhase.Ready, Reason: null },
                _ => Ended.Exists(ended => ended.Plan.Name == name && ended.Reason == EndReason.Completed),
            };
            Assert.True(holds, $"{instance.Plan.Name} is started, and {name} is not {dependency.Condition} ({other.Current?.Phase}, {other.Current?.Reason})");
        }
    }

    private void CheckStop(Instance instance)
    {
        foreach (var other in Launching.Concat(Running).Concat(Draining))
        {
            Assert.False(
                other.Reason is not null && other.Plan.Spec.DependsOn?.ContainsKey(instance.Plan.Name) == true && Machine.Services[other.Plan.Name].IsDeclared,
                $"{instance.Plan.Name} is stopped before {other.Plan.Name}, which needs it");
        }
    }

    private static void CheckRestart(SupervisorAction.NoteEnd end)
    {
        if (end.RestartsIn is not { } delay)
            return;
        var restart = end.Instance.Plan.Spec.Restart;
        Assert.NotNull(restart);
        Assert.NotEqual(RestartPolicy.Never, restart.Policy);
        Assert.True(restart.Policy == RestartPolicy.Always || end.Instance.Reason != EndReason.Completed);
        Assert.True(delay >= TimeSpan.Zero && delay <= restart.MaxDelay);
    }
}
