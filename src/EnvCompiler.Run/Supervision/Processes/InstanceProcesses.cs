using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Devices;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Probing;
using EnvCompiler.Run.Supervision.State;
using EnvCompiler.Run.Supervision.Warming;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>All processes of one instance: the first one, the program inside its root, and whatever they make.</summary>
internal sealed class InstanceProcesses : IDisposable
{
    private const int InfoDescriptor = 3;

    private readonly Instance instance;
    private readonly SupervisorHost host;
    private readonly SpawnRequest request;
    private readonly SecretRedactor redactor;
    private readonly string mark;
    private readonly List<ProcessHandle> leftovers = [];
    private InstanceProbes? probes;
    private LoggedProcess? main;
    private LoggedProcess? shutdown;
    private ProgramInfo? info;
    private RunStateEntry? adopted;
    private ProcessHandle? adoptedProgram;
    private LimitPlan? limits;

    internal InstanceProcesses(Instance instance, SupervisorHost host, IReadOnlyList<string>? gpus)
    {
        Gpus = gpus;
        (this.instance, this.host) = (instance, host);
        mark = InstanceMark.Of(host.Run, instance.Plan.Name, instance.Id);
        var (spec, activation) = (instance.Plan.Spec, instance.Plan.Activation);
        var variables = ServiceVariables.Of(spec, activation);
        if (instance.Port is { } port && spec.Endpoint is { } endpoint)
            variables[endpoint.PortVariable] = port.ToString();
        if (gpus is not null)
            variables[GpuAssigner.Variable] = string.Join(',', gpus);
        redactor = SecretRedactor.Of(activation, variables);
        Log = host.Logs.Of(instance.Plan.Name, spec.Log);
        Address = spec.Endpoint is null ? null : ServiceAddress.Of(spec.Endpoint, variables, host.Environment.Directory);
        ApiKeyVariable = spec.Endpoint?.ApiKeyVariable is { } key && variables.ContainsKey(key) ? key : null;
        variables[InstanceMark.Variable] = mark;
        request = host.Commands.Command(activation, spec.Group, spec.Command, variables, host.Environment.Directory);
    }

    /// <summary>Name of the service.</summary>
    internal string Service => instance.Plan.Name;

    /// <summary>UUIDs of the GPUs that are this instance's alone; null where it sees what its activation sees.</summary>
    internal IReadOnlyList<string>? Gpus { get; }

    /// <summary>The service's log.</summary>
    internal IServiceLog Log { get; }

    /// <summary>Where it listens.</summary>
    internal ServiceAddress? Address { get; }

    /// <summary>Variable of its bearer key, when set.</summary>
    internal string? ApiKeyVariable { get; }

    /// <summary>The warm-up requests that it has answered; null before the first one.</summary>
    internal IReadOnlyList<WarmupTime>? Warmup { get; private set; }

    /// <summary>What it says of itself by sd_notify, or null.</summary>
    internal string? Said => probes?.Status is { } status ? redactor.Redact(status) : null;

    /// <summary>The program inside the root, as far as it is known, else the first process.</summary>
    internal int? ProgramPid => Program?.Pid ?? main?.Identity.Pid;

    /// <summary>What of its limits could not be applied; null where all were.</summary>
    internal string? LimitProblem => limits is { Warnings: [_, ..] warnings } ? string.Join("; ", warnings) : null;

    /// <summary>Whether the kernel ended a process of it at its memory limit.</summary>
    internal bool RanOutOfMemory => limits?.Group?.RanOutOfMemory == true;

    /// <summary>What the next supervisor needs to adopt it; null before it was started.</summary>
    internal RunStateEntry? State => main is null ? null : new RunStateEntry
    {
        Service = instance.Plan.Name,
        Instance = instance.Id,
        Phase = instance.Phase,
        Pid = main.Identity.Pid,
        StartTime = main.Identity.StartTime,
        Program = info?.Identity ?? adopted?.Program,
        Output = main.Pipes.Output,
        Error = main.Pipes.Error,
        Address = Address?.ToString(),
        Gpus = Gpus,
        Generation = instance.Plan.Activation.Generation,
        Target = instance.Plan.Activation.Target,
    };

    /// <summary>Starts the first process.</summary>
    /// <param name="onEnd">Called on the supervisor's thread.</param>
    /// <exception cref="IOException">It cannot be executed, or what its probes need cannot be made.</exception>
    internal void Start(Action<ExitStatus> onEnd)
    {
        BeginProbes();
        var variables = new Dictionary<string, string>(request.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in probes!.Variables)
            variables[name] = value;
        limits = host.Limiter.Plan(instance.Plan.Name, instance.Id, instance.Plan.Spec.Limits);
        foreach (var line in limits.Notes.Concat(limits.Warnings))
            Log.Note($"instance {instance.Id}: {line}");
        StartMain(variables);
        Log.Note($"instance {instance.Id} started, pid {main!.Identity.Pid}, generation {instance.Plan.Activation.Generation}");
        if (Gpus is { Count: > 0 })
            Log.Note($"instance {instance.Id} has {string.Join(", ", Gpus)}");
        else if (GpuAssigner.Remark(instance.Plan) is { } remark)
            Log.Note(remark);
        WatchMain(onEnd);
    }

    private void StartMain(Dictionary<string, string> variables)
    {
        var limited = limits!.Apply(request with { Variables = variables });
        if (!host.Commands.TellsProgram)
        {
            main = LoggedProcess.Start(limited, host.OutputLoop, Log, redactor, probes!.Lines);
            return;
        }

        var pipe = Pipe.CreateLasting();
        variables["ENVC_INFO_FD"] = InfoDescriptor.ToString();
        try
        {
            main = LoggedProcess.Start(limited, host.OutputLoop, Log, redactor, probes!.Lines, pipe.Writer);
        }
        catch (IOException)
        {
            pipe.Reader.Dispose();
            throw;
        }

        info = new ProgramInfo(pipe.Reader, host.OutputLoop);
    }

    /// <summary>Takes over from a supervisor that was killed.</summary>
    /// <param name="state">What that one wrote down.</param>
    /// <param name="onEnd">Called on the supervisor's thread; also when the first process has ended meanwhile.</param>
    /// <param name="onGone">Called when nothing is left; of an instance whose first process was known to have ended.</param>
    internal void Adopt(RunStateEntry state, Action<ExitStatus> onEnd, Action onGone)
    {
        adopted = state;
        adoptedProgram = state.Program?.TryOpen();
        BeginProbes();
        limits = host.Limiter.Find(instance.Plan.Name, instance.Id);
        main = LoggedProcess.Adopt(state, FindMembers(), host.OutputLoop, Log, redactor, probes!.Lines);
        var output = main.IsHeard ? "" : "; its output is not read any more: it went elsewhere";
        Log.Note($"instance {instance.Id} adopted by supervisor {Environment.ProcessId}, pid {main.Identity.Pid}{output}");
        if (instance.Exit is null)
            WatchMain(onEnd);
        else
            WatchMembers(onGone);
    }

    /// <summary>Asks a probe once; on the supervisor's thread.</summary>
    /// <returns>Null when the answer is as it must be, otherwise what was wrong.</returns>
    internal async Task<string?> TryAsync(Probe probe, ServiceProbes asker) =>
        await asker.TryAsync(probe, probes!) is { } problem ? redactor.Redact(problem) : null;

    /// <summary>Sends the warm-up requests.</summary>
    /// <returns>Null when all were answered as they must be, otherwise what was wrong.</returns>
    internal async Task<string?> WarmUpAsync(WarmupRunner runner)
    {
        var key = ApiKeyVariable is { } variable ? request.Variables[variable] : null;
        var problem = await runner.RunAsync(instance.Plan.Spec.Warmup!, Address, key, NoteAnswer, probes!.Ended);
        return problem is null ? null : redactor.Redact(problem);

        void NoteAnswer(WarmupTime answered)
        {
            Log.Note($"instance {instance.Id} warm-up: {redactor.Redact(answered.Request)} answered in {answered.Seconds:0.000} s");
            Warmup = [.. Warmup ?? [], answered];
        }
    }

    /// <summary>Runs <c>shutdown.command</c> with the service's own variables.</summary>
    internal void RunShutdownCommand(string command)
    {
        Log.Note($"instance {instance.Id} is stopped by its shutdown command");
        var variables = new Dictionary<string, string>(request.Variables, StringComparer.Ordinal)
        {
            [InstanceMark.Variable] = ShutdownMark,
        };
        var plan = instance.Plan;
        var shutdownRequest =
            host.Commands.Command(plan.Activation, plan.Spec.Group, command, variables, host.Environment.Directory);
        try
        {
            shutdown = LoggedProcess.Start(shutdownRequest, host.OutputLoop, Log, redactor, watch: null);
            host.Members.Began(shutdown.Identity.Pid);
            var pid = shutdown.Identity.Pid;
            host.Watcher.Watch(shutdown.Handle!, status =>
            {
                host.Members.Ended(pid);
                ShutdownCommandEnded(status);
            });
        }
        catch (IOException e)
        {
            Log.Note($"shutdown command: {e.Message}");
        }
    }

    /// <summary>Signals the program; where bwrap stands between, not bwrap: it would die and leave the program behind.</summary>
    internal void SignalProgram(string signal)
    {
        Log.Note($"instance {instance.Id} gets {signal}");
        var number = SignalNumber(signal);
        if (Program?.Signal(number) != true)
            main?.Handle?.Signal(number);
    }

    /// <summary>Signals every process of the instance; with KILL its shutdown command too.</summary>
    internal void SignalMembers(string signal)
    {
        var number = SignalNumber(signal);
        var members = FindMembers();
        if (members.Count > 0)
            Log.Note($"instance {instance.Id}: {members.Count} process{(members.Count == 1 ? "" : "es")} left, {signal} sent");
        foreach (var member in members)
            Signal(member, number);
        if (number == SignalNames.Kill)
            KillShutdownCommand();
    }

    /// <summary>Calls when no process of the instance is left.</summary>
    internal void WatchMembers(Action onGone)
    {
        main?.DrainOutput();
        while (FindMembers() is { Count: > 0 } members && leftovers.Count == 0)
        {
            foreach (var member in members)
            {
                if (ProcessHandle.TryOpen(member) is { } handle)
                    leftovers.Add(handle);
            }
        }

        if (leftovers.Count == 0)
        {
            onGone();
            return;
        }

        // Members may have made new ones by the time the last of these ends, so it looks again then.
        foreach (var handle in leftovers.ToArray())
        {
            host.Watcher.Watch(handle, _ =>
            {
                leftovers.Remove(handle);
                if (leftovers.Count == 0)
                    WatchMembers(onGone);
            });
        }
    }

    /// <summary>What is wrong with its use of a GPU that it is meant to use; null where nothing is.</summary>
    internal string? FindUnusedDevice()
    {
        var (spec, target) = (instance.Plan.Spec, instance.Plan.Activation.Target);
        var backend = spec.Backend is { } name ? BackendCatalog.Find(name) : null;
        return DeviceUse.IsExpected(backend, target, request.Variables) ? DeviceUse.Problem(target, FindMembers()) : null;
    }

    /// <summary>Writes into the log that it is ready.</summary>
    internal void NoteReady() => Log.Note($"instance {instance.Id} is ready");

    /// <summary>Writes into the log how and why it ended.</summary>
    /// <param name="restartsIn">When its service is started again, if it is.</param>
    internal void NoteEnd(TimeSpan? restartsIn)
    {
        var status = instance.Exit is { } exit ? $" with {exit}" : "";
        var detail = instance.Detail is { } text ? $": {redactor.Redact(text)}" : "";
        var restart = restartsIn is { } delay ? $"; it is restarted in {delay.TotalSeconds:0.0##} s" : "";
        Log.Note($"instance {instance.Id} ended{status} ({EndReasonText.Of(instance.Reason!.Value)}{detail}){restart}");
    }

    public void Dispose()
    {
        KillShutdownCommand();
        probes?.Dispose();
        info?.Dispose();
        adoptedProgram?.Dispose();
        main?.Dispose();
        shutdown?.Dispose();
        shutdown = null;
        if (limits is not null)
            host.Limiter.Release(limits);
        Log.Dispose();
    }

    private string ShutdownMark => mark + "/shutdown";

    private string ProbeMark => mark + "/probe";

    private void BeginProbes()
    {
        var plan = instance.Plan;
        var variables = new Dictionary<string, string>(request.Variables, StringComparer.Ordinal) { [InstanceMark.Variable] = ProbeMark };
        var command = new CommandProbe(
            host, text => host.Commands.Command(plan.Activation, plan.Spec.Group, text, variables, host.Environment.Directory), ProbeMark);
        probes = new InstanceProbes(plan.Spec, Address, host, host.Run.NotifySocket(instance.Id), command);
    }

    private static int SignalNumber(string signal) => SignalNames.Number(signal) ?? SignalNames.Term;

    private static void Signal(int pid, int signal)
    {
        using var handle = ProcessHandle.TryOpen(pid);
        handle?.Signal(signal);
    }

    private ProcessHandle? Program => info?.Program ?? adoptedProgram;

    private IReadOnlyCollection<int> FindMembers() => host.Members.Find(mark, Session, everywhere: adopted is not null);

    // It outlives its first process; a pid that is somebody else's by now names no session of ours.
    private int? Session => (main?.Identity ?? adopted?.First) is { } first && (ProcessIdentity.Of(first.Pid) ?? first) == first ? first.Pid : null;

    private void WatchMain(Action<ExitStatus> onEnd)
    {
        if (main!.Handle is not { } handle)
        {
            onEnd(ExitStatus.Unknown);
            return;
        }

        host.Members.Began(handle.Pid);
        host.Watcher.Watch(handle, status =>
        {
            host.Members.Ended(handle.Pid);
            main.DrainOutput();
            onEnd(status ?? (adopted is not null
                ? ExitStatus.Unknown
                : throw new InvalidOperationException($"process {handle.Pid} was reaped by somebody else")));
        });
    }

    // It may end after the service did, when the log is closed.
    private void ShutdownCommandEnded(ExitStatus? status)
    {
        shutdown?.Dispose();
        if (shutdown is not null)
            Log.Note($"shutdown command ended with {status}");
        shutdown = null;
    }

    private void KillShutdownCommand()
    {
        if (shutdown is null)
            return;
        foreach (var member in host.Members.Find(ShutdownMark, shutdown.Identity.Pid, everywhere: false))
            Signal(member, SignalNames.Kill);
    }
}
