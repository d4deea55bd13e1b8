using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Processes;
using EnvCompiler.Run.Supervision.State;

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

    private readonly Dictionary<int, RunStateUser> starts = [];
    private readonly HashSet<int> inPlace = [];
    private ITimer? look;

    /// <summary>A process joins.</summary>
    /// <param name="request">Of the client, which is connected and waits: the pid is still its own when the handle is opened.</param>
    /// <param name="pid">The process.</param>
    /// <param name="start">What it uses.</param>
    /// <returns>False when there is no such process.</returns>
    internal bool Add(long request, int pid, string start)
    {
        var identity = starts.TryGetValue(pid, out var known) ? known.Process : ProcessIdentity.Of(pid);
        if (identity is not { } process || (known is null && !Watch(process)))
            return false;
        starts[pid] = new RunStateUser(process, start);
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
            if (!starts.TryGetValue(activation.Pid, out var known) || known.Start != start)
                Add(NoRequest, activation.Pid, start);
        }

        foreach (var pid in inPlace.Where(pid => running.All(activation => activation.Pid != pid)).ToList())
            Leave(pid);
    }

    /// <summary>Who uses what, for the next supervisor.</summary>
    internal IReadOnlyList<RunStateUser> State => [.. starts.Values];

    /// <summary>Takes over who used the environment under a supervisor that was killed; who has ended since has left.</summary>
    internal void Restore(IReadOnlyList<RunStateUser> users)
    {
        var gone = users.Where(user => !user.Process.IsRunning || !Add(NoRequest, user.Process.Pid, user.Start)).ToList();
        Adopt();
        foreach (var user in gone)
            feed(new SupervisorEvent.Left(user.Process.Pid));
    }

    /// <summary>Stops looking.</summary>
    public void Dispose() => look?.Dispose();

    private const long NoRequest = 0;

    private bool Watch(ProcessIdentity process)
    {
        if (process.TryOpen() is not { } handle)
            return false;
        var pid = process.Pid;
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
