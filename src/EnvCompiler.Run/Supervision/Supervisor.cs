using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Channels;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.Run.Supervision.Devices;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Machine.Saved;
using EnvCompiler.Run.Supervision.Metrics;
using EnvCompiler.Run.Supervision.Probing;
using EnvCompiler.Run.Supervision.Processes;
using EnvCompiler.Run.Supervision.State;
using EnvCompiler.Run.Supervision.Warming;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// The machine's hands: brings it what happens, one event after the other, and does what it says. All that touches state runs in the order
/// of one inbox; other threads only post to it.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private static readonly TimeSpan JoinWithin = TimeSpan.FromSeconds(10);
    // What came together is written and answered together; services that never rest keep nobody waiting.
    private const int LongestTurn = 64;

    private readonly Channel<Action> inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<SupervisorEvent> events = new();
    private readonly Dictionary<int, InstanceProcesses> running = [];
    private readonly RequestDesk desk;
    private readonly DeactivationScript deactivation;
    private readonly IdleCollector collector;
    private readonly ActivationUsers users;
    private readonly SupervisorMachine machine = new(JoinWithin, Random.Shared.NextDouble);
    private readonly ServiceProbes probes = new();
    private readonly WarmupRunner warmup;
    private readonly DescriptorLoop exitLoop = new("exits");
    private readonly SupervisorHost host;
    private readonly RunStateFile state;
    private readonly ServiceStatusReport report;
    private readonly SupervisorCounters counters = new();
    private readonly MetricsEndpoint metrics;
    private readonly ITimer timer;
    private readonly long begun;
    private readonly PosixSignalRegistration[] signals;
    private readonly KeptActivations kept;
    private readonly ProcessIdentity? keeper;
    private (RunState State, IReadOnlyList<Instance> Instances)? restored;
    private readonly string bootId = ProcessTable.BootId;
    private long lastRequest;
    private bool isChanged;

    internal Supervisor(EnvironmentLayout environment, RunLayout run, IFileOperations files, TimeProvider time, KeptActivations kept, SupervisorPlace place)
    {
        host = new SupervisorHost(
            environment, run, time, files, place.Logs, new DescriptorLoop("output"),
            new ProcessWatcher(exitLoop, Post), new MemberSearch(), place.Limiter, place.Commands);
        state = new RunStateFile(run, files);
        deactivation = new DeactivationScript(host, Post, () => Feed(new SupervisorEvent.DeactivationEnded()));
        this.kept = kept;
        keeper = kept.AreKept ? ProcessIdentity.OfParent() : null;
        users = new ActivationUsers(new ActivationRecords(run), host.Watcher, time, Post, Feed);
        warmup = new WarmupRunner(time);
        collector = new IdleCollector(time);
        begun = time.GetTimestamp();
        metrics = new MetricsEndpoint(MetricsAsync, time, Post);
        desk = new RequestDesk(machine, users, running, metrics, Statuses, Metrics, Feed, Post);
        report = new ServiceStatusReport(environment, time.GetUtcNow());
        timer = time.CreateTimer(_ => Post(() => Feed(new SupervisorEvent.TimePassed())), null, JoinWithin, Timeout.InfiniteTimeSpan);
        signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Post(host.Watcher.ReapOrphans)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndBySignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, EndBySignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true),
        ];
    }

    /// <summary>Is shown all services after each turn, on the supervisor's thread.</summary>
    internal Action<IEnumerable<Service>>? AfterTurn { get; init; }

    private TimeSpan Now => host.Time.GetElapsedTime(begun);

    /// <summary>Goes on where a supervisor was killed. Before <see cref="RunAsync"/>.</summary>
    /// <returns>Numbers of the instances that it takes over.</returns>
    internal IReadOnlySet<int> Restore(RunState left)
    {
        var read = new Dictionary<ServiceActivation, DeclaredServices?>(ReferenceEqualityComparer.Instance);
        var age = host.Time.GetElapsedTime(left.WrittenAt);
        var restorer = new MachineRestorer(
            Now - age,
            number => kept.Find(left.Activations[number]),
            (activation, name) => Declared(activation)?.Plans.FirstOrDefault(plan => plan.Name == name));
        var instances = machine.Restore(left.Machine!, restorer);
        restored = (left, instances);
        metrics.Use(left.Metrics);
        return instances.Select(instance => instance.Id).ToHashSet();

        // Null where its generation is gone.
        DeclaredServices? Declared(ServiceActivation activation)
        {
            if (!read.TryGetValue(activation, out var known))
                read[activation] = known = ServicePlans.Read(activation).TryGet(out var found, out _) ? found : null;
            return known;
        }
    }

    /// <summary>Runs until nothing is left to do.</summary>
    internal async Task RunAsync()
    {
        host.Limiter.EndOthers(restored?.Instances.Select(instance => (instance.Plan.Name, instance.Id)) ?? []);
        if (restored is { } left)
            Take(() => Adopt(left.State, left.Instances));
        WriteState();
        while (await inbox.Reader.WaitToReadAsync())
        {
            for (var count = 0; count < LongestTurn && inbox.Reader.TryRead(out var mail); count++)
                Take(mail);
            AfterTurn?.Invoke(machine.Services.Values);
            timer.Change(UntilWake(), Timeout.InfiniteTimeSpan);
            if (isChanged)
            {
                WriteState();
                collector.Touch();
            }

            // What was told to somebody is known to the next supervisor.
            desk.SendAnswers();
        }

        host.Limiter.Close();
        state.Delete();
    }

    private void Take(Action mail)
    {
        mail();
        while (events.TryDequeue(out var next))
        {
            counters.Count(next);
            foreach (var action in machine.Handle(next, Now))
            {
                isChanged |= action is not SupervisorAction.Probe;
                counters.Count(action);
                Perform(action);
            }
        }
    }

    private void WriteState()
    {
        isChanged = false;
        var saved = machine.Save(Now);
        state.Write(new RunState
        {
            BootId = bootId,
            Keeper = keeper,
            WrittenAt = host.Time.GetTimestamp(),
            Machine = saved,
            Activations = kept.Keep(saved.Activations),
            Users = users.State,
            Metrics = metrics.Address,
            Instances = [.. running.Values.Select(processes => processes.State).OfType<RunStateEntry>()],
        });
    }

    /// <summary>Wants services of an activation until it is told to end. Before <see cref="RunAsync"/>.</summary>
    internal void Begin(ServiceActivation activation, DeclaredServices declared, IReadOnlyList<string> names) => Post(() =>
    {
        metrics.Use(declared.Metrics);
        Feed(new SupervisorEvent.Declared(activation, declared.Plans));
        Feed(new SupervisorEvent.StartRequested(Interlocked.Increment(ref lastRequest), names, Detached: true));
    });

    /// <summary>Calls on its own thread, between turns: a supervisor that hangs does not; from any thread.</summary>
    internal void WhenAwake(Action call) => Post(call);

    /// <summary>Ends all services, then itself; from any thread.</summary>
    internal void RequestEnd() => Post(() => Feed(new SupervisorEvent.EndRequested()));

    /// <summary>Answers a request of the control socket; from any thread.</summary>
    internal async Task<SupervisorResponse> HandleAsync(SupervisorRequest request, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<SupervisorResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Interlocked.Increment(ref lastRequest);
        Post(() => desk.Begin(id, request, answer));
        using var abandoned = cancellation.Register(() =>
        {
            answer.TrySetCanceled(cancellation);
            Post(() => desk.Abandon(id));
        });
        return await answer.Task;
    }

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        timer.Dispose();
        users.Dispose();
        metrics.Dispose();
        host.OutputLoop.Dispose();
        host.Logs.Dispose();
        exitLoop.Dispose();
        probes.Dispose();
        warmup.Dispose();
        collector.Dispose();
    }

    private void Post(Action mail) => inbox.Writer.TryWrite(mail);

    private void Feed(SupervisorEvent what) => events.Enqueue(what);

    private TimeSpan UntilWake() => machine.NextWake switch
    {
        null => Timeout.InfiniteTimeSpan,
        { } wake when wake <= Now => TimeSpan.Zero,
        { } wake => wake - Now,
    };

    private void EndBySignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        RequestEnd();
    }

    private SupervisorResponse Metrics() => new() { Metrics = MetricsText(), Detail = metrics.Problem };

    private string MetricsText() => MetricsReport.Of(report.Of(machine.Services.Values, running), counters, host.Time.GetUtcNow());

    private Task<string> MetricsAsync(CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => answer.TrySetResult(MetricsText()));
        return answer.Task.WaitAsync(cancellation);
    }

    private SupervisorResponse Statuses() => new() { Services = report.Of(machine.Services.Values, running) };

    private void Perform(SupervisorAction action)
    {
        switch (action)
        {
            case SupervisorAction.Launch launch: Launch(launch.Instance); break;
            case SupervisorAction.Probe asked: Observe(ProbeAsync(asked)); break;
            case SupervisorAction.WarmUp warm: Observe(WarmUpAsync(warm.Instance)); break;
            case SupervisorAction.RunShutdownCommand stop: running[stop.Instance.Id].RunShutdownCommand(stop.Instance.Plan.Spec.Shutdown.Command!); break;
            case SupervisorAction.SignalProgram signal: running[signal.Instance.Id].SignalProgram(signal.Signal); break;
            case SupervisorAction.SignalMembers signal: running[signal.Instance.Id].SignalMembers(signal.Signal); break;
            case SupervisorAction.WatchMembers watch:
                var watched = running[watch.Instance.Id];
                watched.WatchMembers(() => Feed(new SupervisorEvent.MembersGone(watch.Instance.Id, watched.RanOutOfMemory)));
                break;
            case SupervisorAction.NoteReady ready: running[ready.Instance.Id].NoteReady(); break;
            case SupervisorAction.NoteEnd end: Close(end); break;
            case SupervisorAction.Answer { Problem: { } problem } settled:
                desk.Answer(settled.Request, Statuses() with { Refused = Refusal.NotReplaced, Detail = problem });
                break;
            case SupervisorAction.Answer settled: desk.Answer(settled.Request, Statuses()); break;
            case SupervisorAction.Refuse refused: desk.Answer(refused.Request, new SupervisorResponse { Refused = Refusal.Ending }); break;
            case SupervisorAction.Deactivate deactivate: deactivation.Run(deactivate.Activation); break;
            case SupervisorAction.Exit: inbox.Writer.TryComplete(); break;
        }
    }

    private void Launch(Instance instance)
    {
        var gpus = GpuAssigner.Assign(instance.Plan, machine.Services.Values.Select(service => service.Plan), running.Values);
        instance.Plan = GpuAssigner.Variant(instance.Plan, gpus);
        var processes = new InstanceProcesses(instance, host, gpus.Devices);
        running.Add(instance.Id, processes);
        if (gpus.Problem is { } problem)
        {
            Feed(new SupervisorEvent.LaunchFailed(instance.Id, problem));
            return;
        }

        try
        {
            processes.Start(status => Feed(new SupervisorEvent.MainEnded(instance.Id, status, processes.RanOutOfMemory)));
            Feed(new SupervisorEvent.Launched(instance.Id));
        }
        catch (IOException e)
        {
            Feed(new SupervisorEvent.LaunchFailed(instance.Id, e.Message));
        }
    }

    private void Adopt(RunState left, IReadOnlyList<Instance> instances)
    {
        foreach (var instance in instances)
        {
            if (instance.Phase != InstancePhase.Ready)
                Feed(new SupervisorEvent.Launched(instance.Id));
            var state = left.Instances.Single(entry => entry.Instance == instance.Id);
            var processes = new InstanceProcesses(instance, host, state.Gpus);
            running.Add(instance.Id, processes);
            processes.Adopt(
                state,
                status => Feed(new SupervisorEvent.MainEnded(instance.Id, status, processes.RanOutOfMemory)),
                () => Feed(new SupervisorEvent.MembersGone(instance.Id, processes.RanOutOfMemory)));
        }

        users.Restore(left.Users);
        Feed(new SupervisorEvent.TimePassed());
    }

    private void Close(SupervisorAction.NoteEnd end)
    {
        if (!running.Remove(end.Instance.Id, out var processes))
            return;
        processes.NoteEnd(end.RestartsIn);
        processes.Dispose();
    }

    private async Task ProbeAsync(SupervisorAction.Probe asked)
    {
        var id = asked.Instance.Id;
        var problem = await running[id].TryAsync(asked.What, probes);
        Post(() => Feed(
            problem is null && asked.Stage == ProbeStage.Ready && running.GetValueOrDefault(id)?.FindUnusedDevice() is { } unused
                ? new SupervisorEvent.GpuUnused(id, unused)
                : new SupervisorEvent.ProbeAnswered(id, asked.Number, problem)));
    }

    private async Task WarmUpAsync(Instance instance)
    {
        var problem = await running[instance.Id].WarmUpAsync(warmup);
        Post(() => Feed(new SupervisorEvent.WarmedUp(instance.Id, problem)));
    }

    // A bug in a probe ends the supervisor loudly instead of being lost.
    private void Observe(Task task) => _ = task.ContinueWith(
        failed => Post(() => failed.GetAwaiter().GetResult()),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
