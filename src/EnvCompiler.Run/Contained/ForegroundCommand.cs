using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Steps;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.State;

namespace EnvCompiler.Run.Contained;

/// <summary>
/// <c>envc-run foreground [SERVICE…]</c>: entry point of images, units and pods, PID 1 where there is none. Does what activation and supervisor do on a host for the contained
/// environment, with logs to standard output, until its services have ended or it is told to end (docs/design/contained.md).
/// </summary>
public static class ForegroundCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "foreground";

    private const int Misused = 2;
    private const int EndedByTerm = 128 + SignalNames.Term;

    /// <summary>Runs the services.</summary>
    /// <returns>0 when told to end or all have completed; the status of the service that failed, as a shell has it; 1 where nothing could be started.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (ForegroundOptions.Parse(arguments) is not { } options)
        {
            await StandardStream.Error.WriteLineAsync(ForegroundOptions.Usage);
            return Misused;
        }

        // PID 1 ignores what it has no handler for; what a hook has started ends with it, or with its unit.
        using var early = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(EndedByTerm));
        var caller = OwnVariables.Read();
        using var manager = new ServiceManager(caller, Complain);
        if (!Read(options).TryGet(out var environment, out var problems))
            return Fail(problems);
        var start = new ContainedStart(environment, options.Directory, caller) { IsWithoutGpus = options.IsWithoutGpus };
        var processes = new ProcessRunner();
        var prepared = await start.PrepareAsync(new HostGpuProbe(processes), new HostVulkanProbe(processes, TimeProvider.System, Environment.ProcessPath!, caller), new ProcessStepHost(), CancellationToken.None);
        if (!prepared.TryGet(out var activation, out problems))
            return Fail(problems);
        foreach (var warning in prepared.Diagnostics)
            Complain(warning.ToString());
        var run = RunOf(options.IsAlone ? options.Names[0] : null, start.Project, caller);
        try
        {
            if (RunDirectory.Prepare(run, new PosixFileOperations()) is { } problem)
                return Fail([problem]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail([ContainedDiagnostics.NowhereToWrite(run.Directory, e.Message)]);
        }

        return await SuperviseAsync(environment, activation, new EnvironmentLayout(start.Project), run, manager, early);
    }

    /// <summary>Where the sockets of a foreground are: one that runs a service alone has a place of its own.</summary>
    /// <param name="alone">That service, or null.</param>
    /// <param name="project">The project's directory.</param>
    /// <param name="caller">This process's variables.</param>
    internal static RunLayout RunOf(string? alone, string project, IReadOnlyDictionary<string, string> caller)
    {
        var runBase = caller.GetValueOrDefault("RUNTIME_DIRECTORY") is { Length: > 0 } given ? given.Split(':')[0] : HostPlaces.RunBase;
        return RunLayout.Of(runBase, alone is null ? project : Path.Combine(project, alone));
    }

    /// <summary>Reads what is contained, with what the options leave of its services.</summary>
    internal static Result<ContainedEnvironment> Read(ForegroundOptions options)
    {
        var path = Path.Combine(options.Directory, ContainedLayout.File);
        ContainedEnvironment environment;
        try
        {
            environment = JsonSerializer.Deserialize(File.ReadAllBytes(path), EnvcJson.Default.ContainedEnvironment) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            return ContainedDiagnostics.Unreadable(path, JsonText.Reason(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ContainedDiagnostics.Unreadable(path, e.Message);
        }

        if (environment.Version != ContainedEnvironment.CurrentVersion)
            return ContainedDiagnostics.Unreadable(path, $"it is of version {environment.Version}, and this launcher knows version {ContainedEnvironment.CurrentVersion}");
        var known = environment.Services.Services;
        if (known.Count == 0)
            return ContainedDiagnostics.NoServices(environment);
        var unknown = options.Names.Where(name => !known.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
            return Result<ContainedEnvironment>.Failure([.. unknown.Select(name => ContainedDiagnostics.UnknownService(name, known.Keys))]);
        var kept = new SortedDictionary<string, ServiceSpec>(StringComparer.Ordinal);
        foreach (var name in options.Names.Count == 0 ? known.Keys.ToList() : options.IsAlone ? options.Names : Reachable(known, options.Names))
            kept[name] = Reduce(known[name], options);
        // Others of the environment may run beside it.
        var metrics = options.IsAlone ? environment.Services.MetricsOf(options.Names[0])?.ToString() : environment.Services.Metrics;
        return environment with { Services = environment.Services with { Services = kept, Metrics = metrics } };
    }

    private static ServiceSpec Reduce(ServiceSpec spec, ForegroundOptions options)
    {
        if (options.IsAlone)
            spec = spec with { DependsOn = null, Limits = null };
        return options.NeverRestarts ? spec with { Restart = null } : spec;
    }

    private static List<string> Reachable(SortedDictionary<string, ServiceSpec> known, IReadOnlyList<string> names)
    {
        var reached = new List<string>(names);
        for (var i = 0; i < reached.Count; i++)
            reached.AddRange((known[reached[i]].DependsOn?.Keys ?? Enumerable.Empty<string>()).Where(other => known.ContainsKey(other) && !reached.Contains(other)));
        return reached;
    }

    private static async Task<int> SuperviseAsync(
        ContainedEnvironment environment, ServiceActivation activation, EnvironmentLayout layout, RunLayout run, ServiceManager manager, PosixSignalRegistration early)
    {
        var spec = new ActivationSpec { EnvcVersion = "", Vars = [.. environment.Variables.Select(variable => variable.Definition)] };
        var declared = new DeclaredServices(ServicePlans.Of(new DeclaredTarget(environment.Services, spec, activation), []), environment.Services.Metrics);
        var time = TimeProvider.System;
        using var logs = new ConsoleLogs(StandardStream.OpenOutput(), StandardStream.OpenError(), isNamed: declared.Plans.Count > 1);
        using var kept = new KeptActivations(memory: null);
        var place = new SupervisorPlace(logs, new ServiceLimiter(groups: null, hasShell: false), new ContainedEntry(environment, Environment.ProcessPath!));
        Children.Adopt();
        Supervisor? started = null;
        var watch = new ForegroundWatch(manager, () => started!.RequestEnd());
        using var supervisor = started = new Supervisor(layout, run, new PosixFileOperations(), time, kept, place) { AfterTurn = watch.Look };
        early.Dispose();
        // What the supervisor of a host leaves to the kernel would end the container with services that nobody has stopped.
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal =>
        {
            signal.Cancel = true;
            supervisor.RequestEnd();
        });
        // USR1 and USR2, which .NET has no names for.
        using var first = PosixSignalRegistration.Create((PosixSignal)10, static signal => signal.Cancel = true);
        using var second = PosixSignalRegistration.Create((PosixSignal)12, static signal => signal.Cancel = true);
        supervisor.Begin(activation, declared, [.. declared.Plans.Select(plan => plan.Name)]);
        using var alive = manager.WatchdogPeriod is { } period ? time.CreateTimer(_ => supervisor.WhenAwake(manager.TellAlive), null, period / 2, period / 2) : null;
        using var end = new CancellationTokenSource();
        using var server = new ControlServer(run.Socket, new PosixFileOperations(), supervisor.HandleAsync);
        var serving = server.RunAsync(end.Token);
        await supervisor.RunAsync();
        manager.TellStopping();
        await end.CancelAsync();
        await serving;
        return watch.Skipped.Count > 0 ? Fail([ContainedDiagnostics.AllSkipped(watch.Skipped)]) : watch.ExitCode;
    }

    private static int Fail(IReadOnlyList<Diagnostic> problems)
    {
        foreach (var problem in problems)
            Complain(problem.ToString());
        return 1;
    }

    private static void Complain(string text) => StandardStream.Error.WriteLine($"envc-run: {text}");
}
