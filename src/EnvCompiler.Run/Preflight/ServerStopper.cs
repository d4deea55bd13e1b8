using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Preflight;

/// <summary>
/// Ends a server and its descendants, children first, each checked to be the process that was seen: SIGTERM, a time to leave, then SIGKILL
/// for what is left, children born meanwhile included.
/// </summary>
/// <param name="proc">The process files.</param>
/// <param name="signals">Sends the signals.</param>
/// <param name="time">Clock.</param>
public sealed class ServerStopper(ProcFileSystem proc, ISignalSender signals, TimeProvider time)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Stops processes.</summary>
    /// <param name="servers">Their topmost processes.</param>
    /// <param name="grace">Time between SIGTERM and SIGKILL.</param>
    /// <param name="wholeGroup">Signal the process group of a server that leads one, unless it is this process's own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task StopAsync(IReadOnlyList<ProcProcess> servers, TimeSpan grace, bool wholeGroup, CancellationToken cancellation)
    {
        var tree = Tree(servers);
        Signal(tree, SignalNames.Term, wholeGroup);
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < grace;)
        {
            if (!tree.Any(proc.IsSame))
                return;
            await Task.Delay(s_poll, time, cancellation);
        }

        var left = Tree([.. tree.Where(proc.IsSame)]);
        Signal(left, SignalNames.Kill, wholeGroup);
    }

    private void Signal(IReadOnlyList<ProcProcess> processes, int signal, bool wholeGroup)
    {
        var ownGroup = proc.Find(Environment.ProcessId)?.Group;
        foreach (var process in processes)
        {
            if (!signals.Send(process, signal, proc.IsSame))
                continue;
            if (wholeGroup && process.Group == process.Pid && process.Group != ownGroup && process.Group > 1)
                signals.SendGroup(process.Group, signal);
        }
    }

    // Post-order: a parent that sees its children end may start new ones, so they go before it learns of anything.
    private List<ProcProcess> Tree(IReadOnlyList<ProcProcess> tops)
    {
        var children = proc.Pids().Select(proc.Find).OfType<ProcProcess>().ToLookup(process => process.Parent);
        var ordered = new List<ProcProcess>();
        var seen = new HashSet<int> { Environment.ProcessId };
        foreach (var top in tops)
            Visit(top);
        return ordered;

        void Visit(ProcProcess process)
        {
            if (!seen.Add(process.Pid))
                return;
            foreach (var child in children[process.Pid])
                Visit(child);
            ordered.Add(process);
        }
    }
}
