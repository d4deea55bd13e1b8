using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// The processes that use the environment: those that joined, and those that only have a record, because their environment asked for no
/// supervisor then. The end of each is a leave; a shell of a person's own also leaves by taking its record back. On the supervisor's thread.
/// </summary>
/// <param name="records">The records.</param>
/// <param name="watcher">Tells of ends.</param>
/// <param name="time">Clock of the looks at records.</param>
/// <param name="post">Brings a call to the supervisor's thread.</param>
/// <param name="feed">Takes events.</param>
internal sealed class ActivationUsers(
    ActivationRecords records, ProcessWatcher watcher, TimeProvider time, Action<Action> post, Action<SupervisorEvent> feed) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, string> starts = [];
    private readonly HashSet<int> inPlace = [];
    private ITimer? look;

    /// <summary>A process joins.</summary>
    /// <param name="request">Of the client, which is connected and waits: the pid is still its own when the handle is opened.</param>
    /// <param name="pid">The process.</param>
    /// <param name="start">What it uses.</param>
    /// <returns>False when there is no such process.</returns>
    internal bool Add(long request, int pid, string start)
    {
        if (!starts.ContainsKey(pid) && !Watch(pid))
            return false;
        starts[pid] = start;
        feed(new SupervisorEvent.Joined(request, pid, start));
        return true;
    }

    /// <summary>Processes with a record join, those that took it back leave.</summary>
    internal void Adopt()
    {
        var running = records.Running();
        foreach (var activation in running)
        {
            var start = ServiceActivation.StartOf(activation.Generation, activation.Target);
            if (activation.InPlace)
                LookAfter(activation.Pid);
            if (!starts.TryGetValue(activation.Pid, out var known) || known != start)
                Add(NoRequest, activation.Pid, start);
        }

        foreach (var pid in inPlace.Where(pid => running.All(activation => activation.Pid != pid)).ToList())
            Leave(pid);
    }

    /// <summary>Stops looking.</summary>
    public void Dispose() => look?.Dispose();

    private const long NoRequest = 0;

    private bool Watch(int pid)
    {
        if (pid <= 0 || ProcessHandle.TryOpen(pid) is not { } handle)
            return false;
        watcher.Watch(handle, _ =>
        {
            // Who came meanwhile without asking for a supervisor keeps the services as well.
            Adopt();
            Leave(pid);
        });
        return true;
    }

    private void Leave(int pid)
    {
        inPlace.Remove(pid);
        if (starts.Remove(pid))
            feed(new SupervisorEvent.Left(pid));
    }

    private void LookAfter(int pid)
    {
        if (inPlace.Add(pid))
            look ??= time.CreateTimer(_ => post(Adopt), null, LookEvery, LookEvery);
    }
}
