using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>Services whose supervisor was killed: they run on, unseen. They are ended before new ones start.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends them: TERM, and KILL after five seconds. The caller holds the supervisor's lock.</summary>
    /// <returns>How many processes were found.</returns>
    internal static async Task<int> EndAsync(RunLayout run, IFileOperations files, TimeProvider time, CancellationToken cancellation)
    {
        if (RunStateFile.Read(run) is not { } state)
            return 0;
        var found = 0;
        if (string.Equals(state.BootId, ProcessTable.BootId, StringComparison.Ordinal))
        {
            var sessions = state.Instances.Where(IsStillThere).Select(entry => entry.Pid).ToHashSet();
            found = await EndAsync(run, sessions, time, cancellation);
        }

        files.Unlink(run.ServiceState);
        return found;
    }

    private static async Task<int> EndAsync(RunLayout run, HashSet<int> sessions, TimeProvider time, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var signalled = new HashSet<(int, int)>();
        var found = 0;
        while (true)
        {
            var members = Find(run, sessions);
            if (members.Count == 0)
                return found;
            var elapsed = time.GetElapsedTime(begun);
            if (elapsed > Grace * 2)
                throw new IOException($"process {members[0].Pid} of an earlier supervisor does not end");
            var signal = elapsed < Grace ? SignalNames.Term : SignalNames.Kill;
            foreach (var member in members)
            {
                if (!signalled.Add((member.Pid, signal)))
                    continue;
                found += signal == SignalNames.Term ? 1 : 0;
                using var handle = ProcessHandle.TryOpen(member.Pid);
                handle?.Signal(signal);
            }

            await Task.Delay(Step, time, cancellation);
        }
    }

    private static IReadOnlyList<ProcessEntry> Find(RunLayout run, HashSet<int> sessions) =>
        InstanceMark.FindMembers(mark => mark.StartsWith(InstanceMark.OfAll(run), StringComparison.Ordinal), sessions);

    // A session outlives its first process, so an ended one counts unless its pid is now somebody else's.
    private static bool IsStillThere(RunStateEntry entry) =>
        ProcessTable.Find(entry.Pid) is not { } now || now.StartTime == entry.StartTime;
}
