using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision;

/// <summary>Tells the machine's services to people.</summary>
/// <param name="environment">Where the logs are.</param>
/// <param name="begun">The machine's time zero.</param>
internal sealed class ServiceStatusReport(EnvironmentLayout environment, DateTimeOffset begun)
{
    internal IReadOnlyList<ServiceStatus> Of(IEnumerable<Service> services, IReadOnlyDictionary<int, InstanceProcesses> running) =>
        [.. services.Select(service => Of(service, service.Current is { } now ? running.GetValueOrDefault(now.Id) : null))];

    private ServiceStatus Of(Service service, InstanceProcesses? processes)
    {
        var instance = service.Current ?? service.Last;
        var activation = (instance?.Plan ?? service.Plan).Activation;
        return new ServiceStatus
        {
            Name = service.Name,
            State = StateOf(service),
            Pid = processes?.ProgramPid,
            Instance = instance?.Id,
            Since = instance is null ? null : begun + instance.PhaseSince,
            ExitCode = instance?.Exit is { IsKnown: true } exit ? exit.Code : null,
            Signal = instance?.Exit?.Signal is { } signal ? SignalNames.Of(signal) : null,
            Restarts = service.Restarts,
            Reason = service.Blocked?.Reason ?? instance?.Reason,
            Detail = DetailOf(service, instance, processes) ?? processes?.LimitProblem,
            Warmup = processes?.Warmup,
            Gpus = processes?.Gpus,
            Endpoint = processes?.Address?.ToString(),
            ApiKeyVariable = processes?.ApiKeyVariable,
            Target = activation.Target,
            Generation = activation.Generation,
            Log = environment.ServiceLog(service.Name),
        };
    }

    private static string? DetailOf(Service service, Instance? instance, InstanceProcesses? processes) => service switch
    {
        { Current: null, Plan.Skipped: { } skipped } => skipped,
        { Blocked: { } blocked } => blocked.Detail,
        { WaitsFor: { } other } => $"waits for `{other.Name}`",
        _ when instance is { Reason: null } => processes?.Said ?? instance.Detail,
        _ => instance?.Detail,
    };

    internal static ServiceState StateOf(Service service) => service switch
    {
        { Current: { Reason: not null } or { Phase: InstancePhase.Stopping or InstancePhase.Draining } } => ServiceState.Stopping,
        { Current.Phase: InstancePhase.Ready } => ServiceState.Ready,
        { Current: not null } => ServiceState.Starting,
        { Outgoing.Count: > 0 } => ServiceState.Stopping,
        { RestartAt: not null } => ServiceState.Restarting,
        { IsWanted: true } => ServiceState.Waiting,
        { Blocked.Reason: EndReason.DependencyFailed } => ServiceState.Failed,
        { Plan.Skipped: not null } => ServiceState.Skipped,
        { Last.Reason: EndReason.Completed } => ServiceState.Completed,
        { Last.Reason: { } reason } when EndReasons.IsOwn(reason) => ServiceState.Failed,
        _ => ServiceState.Stopped,
    };
}
