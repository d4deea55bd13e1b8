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
            State = service is { Current: null, Plan.Skipped: not null } ? ServiceState.Skipped : StateOf(service.Current, service.Last),
            Pid = processes?.ProgramPid,
            Instance = instance?.Id,
            Since = instance is null ? null : begun + instance.PhaseSince,
            ExitCode = instance?.Exit is { IsKnown: true } exit ? exit.Code : null,
            Signal = instance?.Exit?.Signal is { } signal ? SignalNames.Of(signal) : null,
            Reason = instance?.Reason,
            Detail = service is { Current: null, Plan.Skipped: { } skipped } ? skipped : instance?.Detail,
            Endpoint = processes?.Address?.ToString(),
            ApiKeyVariable = processes?.ApiKeyVariable,
            Target = activation.Target,
            Generation = activation.Generation,
            Log = environment.ServiceLog(service.Name),
        };
    }

    private static ServiceState StateOf(Instance? current, Instance? last) => (current, last) switch
    {
        ({ Reason: not null } or { Phase: InstancePhase.Stopping or InstancePhase.Draining }, _) => ServiceState.Stopping,
        ({ Phase: InstancePhase.Ready }, _) => ServiceState.Ready,
        (not null, _) => ServiceState.Starting,
        (null, null) => ServiceState.Stopped,
        (null, { Reason: EndReason.Completed }) => ServiceState.Completed,
        (null, { Reason: EndReason.StopRequested or EndReason.RestartRequested or EndReason.LastActivationLeft or EndReason.SupervisorEnded }) =>
            ServiceState.Stopped,
        _ => ServiceState.Failed,
    };
}
