using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Contained;

/// <summary>
/// Judges the services after each turn of their supervisor: when all are ready the service manager is told, when one has failed for good everything ends with its status, and
/// when all have completed everything ends well. A container that goes on without one of its services would look healthy and not be. On the supervisor's thread.
/// </summary>
/// <param name="manager">Is told.</param>
/// <param name="end">Ends the supervisor.</param>
internal sealed class ForegroundWatch(ServiceManager manager, Action end)
{
    private const int Failure = 1;

    private bool isReady;
    private bool isEnding;
    private string status = "";

    /// <summary>What this process ends with: 0, or the status of the service that failed, as a shell has it.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>Why no service is started here; empty where one was.</summary>
    internal IReadOnlyList<string> Skipped { get; private set; } = [];

    /// <summary>Looks at all services.</summary>
    internal void Look(IEnumerable<Service> services)
    {
        var all = services.Where(service => service.Plan.Skipped is null && (service.IsWanted || service.Current is not null || service.Last is not null || service.Blocked is not null)).ToList();
        var states = all.ConvertAll(ServiceStatusReport.StateOf);
        if (isEnding)
            return;
        if (states.Contains(ServiceState.Failed))
        {
            // Not that of one that never ran because another one has failed.
            var failed = all.Where((_, i) => states[i] == ServiceState.Failed).OrderBy(service => service.Blocked is not null).First();
            End(StatusOf(failed) is not 0 and var code ? code : Failure);
        }
        else if (all.Count == 0 && services.Any())
        {
            Skipped = [.. services.Select(service => $"`{service.Name}`: {service.Plan.Skipped}")];
            End(Failure);
        }
        else if (all.Count > 0 && states.TrueForAll(state => state is ServiceState.Completed or ServiceState.Stopped))
        {
            End(0);
        }
        else
        {
            Tell(all, states);
        }
    }

    private void Tell(List<Service> all, List<ServiceState> states)
    {
        var text = string.Join(", ", all.Select((service, i) => $"{service.Name}: {states[i].ToString().ToLowerInvariant()}"));
        if (text != status)
            manager.TellStatus(status = text);
        if (isReady || !states.TrueForAll(state => state is ServiceState.Ready or ServiceState.Completed))
            return;
        isReady = true;
        manager.TellReady();
    }

    private void End(int code)
    {
        (isEnding, ExitCode) = (true, code);
        end();
    }

    // That of a program that was ended for a reason of ours says nothing.
    private static int StatusOf(Service service) =>
        service.Last is { Exit: { IsKnown: true } exit, Reason: EndReason.Crashed or EndReason.EndedBeforeReady or EndReason.MemoryLimit } ? exit.Code : Failure;
}
