using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Metrics;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>Turns requests into events, and what the machine settles into answers. On the supervisor's thread.</summary>
/// <param name="machine">Knows the services.</param>
/// <param name="users">Takes joins.</param>
/// <param name="running">Processes by instance: they know where they listen.</param>
/// <param name="endpoint">Serves metrics where the newest generation wants it.</param>
/// <param name="statuses">All services, as they are now.</param>
/// <param name="metrics">The metrics' text.</param>
/// <param name="feed">Takes events.</param>
/// <param name="post">Calls back after the events that were fed.</param>
internal sealed class RequestDesk(
    SupervisorMachine machine,
    ActivationUsers users,
    IReadOnlyDictionary<int, InstanceProcesses> running,
    MetricsEndpoint endpoint,
    Func<SupervisorResponse> statuses,
    Func<SupervisorResponse> metrics,
    Action<SupervisorEvent> feed,
    Action<Action> post)
{
    private readonly Dictionary<long, TaskCompletionSource<SupervisorResponse>> requests = [];
    private readonly Queue<Action> answers = new();

    /// <summary>Takes a request; its answer comes now, or when the machine has settled it.</summary>
    internal void Begin(long id, SupervisorRequest request, TaskCompletionSource<SupervisorResponse> answer)
    {
        var outcome = machine.IsEnding ? new SupervisorResponse { Refused = Refusal.Ending } : Accept(id, request);
        if (outcome is null && (request.Wait || request.Operation == SupervisorOperation.Join))
            requests.Add(id, answer);
        else
            post(() => answers.Enqueue(() => answer.TrySetResult(outcome ?? statuses())));
    }

    /// <summary>Feeds what the request means; a refusal when it means nothing.</summary>
    private SupervisorResponse? Accept(long id, SupervisorRequest request)
    {
        IReadOnlyCollection<string> known = [.. machine.Services.Keys];
        users.Adopt();
        if (request.Activation is { } activation)
        {
            if (!ServicePlans.Read(activation).TryGet(out var declared, out var problems))
                return Unusable(problems[0].Message);
            known = [.. declared.Plans.Select(plan => plan.Name)];
            endpoint.Use(declared.Metrics);
            feed(new SupervisorEvent.Declared(activation, declared.Plans));
        }

        IReadOnlyList<string> names = request.Names ?? [.. known];
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
            return statuses() with { Refused = Refusal.UnknownName, Detail = unknown };
        switch (request.Operation)
        {
            case SupervisorOperation.Status: return null;
            case SupervisorOperation.Metrics: return metrics();
            case SupervisorOperation.Join: return Join(id, request.Pid ?? 0, request.Activation?.Start ?? request.Start);
            case SupervisorOperation.Start: feed(new SupervisorEvent.StartRequested(id, names, request.Detach)); return null;
            case SupervisorOperation.Stop: feed(new SupervisorEvent.StopRequested(id, names)); return null;
            case SupervisorOperation.Restart when request.Warm: return RestartWarm(id, names);
            case SupervisorOperation.Restart: feed(new SupervisorEvent.RestartRequested(id, names)); return null;
            case SupervisorOperation.Reload: feed(new SupervisorEvent.ReloadRequested(id)); return null;
            default: return Unusable("unknown operation");
        }
    }

    // Two instances cannot listen on one port: the new one gets another.
    private SupervisorResponse? RestartWarm(long id, IReadOnlyList<string> names)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (machine.Services.GetValueOrDefault(name)?.Current is not { IsReady: true } current)
                continue;
            if (running[current.Id].Address is not { Socket: null } address)
                return statuses() with { Refused = Refusal.NoPort, Detail = name };
            ports.Add(name, FreePort.On(address.Host));
        }

        feed(new SupervisorEvent.WarmRestartRequested(id, names, ports));
        return null;
    }

    private SupervisorResponse? Join(long id, int pid, string? start)
    {
        if (start is null)
            return Unusable("a join names no start");
        if (!users.Add(id, pid, start))
            return Unusable($"there is no process {pid}");
        return null;
    }

    /// <summary>Whoever asked is gone.</summary>
    internal void Abandon(long id)
    {
        if (requests.Remove(id))
            feed(new SupervisorEvent.Abandoned(id));
    }

    private static SupervisorResponse Unusable(string why) => new() { Refused = Refusal.Unusable, Detail = why };

    /// <summary>Answers a request that waits; it is sent with the others of this turn.</summary>
    internal void Answer(long id, SupervisorResponse response)
    {
        if (requests.Remove(id, out var answer))
            answers.Enqueue(() => answer.TrySetResult(response));
    }

    /// <summary>Sends what was answered in this turn.</summary>
    internal void SendAnswers()
    {
        while (answers.TryDequeue(out var send))
            send();
    }
}
