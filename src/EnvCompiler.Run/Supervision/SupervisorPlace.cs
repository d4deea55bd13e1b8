using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision;

/// <summary>What a supervisor does otherwise on a host than in a container.</summary>
/// <param name="Logs">Where output goes.</param>
/// <param name="Limiter">How limits are applied.</param>
/// <param name="Commands">How commands are run.</param>
internal sealed record SupervisorPlace(IServiceLogs Logs, ServiceLimiter Limiter, ICommandEntry Commands)
{
    /// <summary>On a host: log files, control groups where they are delegated, commands inside roots.</summary>
    internal static SupervisorPlace Host(EnvironmentLayout environment, RunLayout run, TimeProvider time, IControlGroupFiles controlGroups)
    {
        var groups = ControlGroups.TryOpen(
            controlGroups, Path.GetFileName(run.Directory), [Environment.ProcessId, ProcessIdentity.OfParent()?.Pid ?? 0]);
        return new SupervisorPlace(new ServiceLogs(environment, time), new ServiceLimiter(groups), new RootEntry());
    }
}
