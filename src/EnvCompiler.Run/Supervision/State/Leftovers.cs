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
    internal static Task<int> EndAsync(RunLayout run, IFileOperations files, TimeProvider time, CancellationToken cancellation) =>
        EndAsync(run, RunStateFile.Read(run), new HashSet<int>(), files, time, cancellation);

    /// <summary>Ends those that nobody adopts.</summary>
    internal static async Task<int> EndAsync(
        RunLayout run, RunState? state, IReadOnlySet<int> adopted, IFileOperations files, TimeProvider time, CancellationToken cancellation)
    {
        if (state is null)
            return 0;
        var found = 0;
        if (string.Equals(state.BootId, ProcessTable.BootId, StringComparison.Ordinal))
        {
            var sessions = state.Instances.Where(entry => !adopted.Contains(entry.Instance) && IsStillThere(entry)).Select(entry => entry.Pid).ToHashSet();
            var spared = state.Instances.Where(entry => adopted.Contains(entry.Instance))
                .Select(entry => InstanceMark.Of(run, entry.Service, entry.Instance)).ToHashSet(StringComparer.Ordinal);
            found = await EndAsync(run, sessions, spared, time, cancellation);
        }

        if (adopted.Count == 0)
            files.Unlink(run.ServiceState);
        return found;
    }

    private static async Task<int> EndAsync(
        RunLayout run, HashSet<int> sessions, HashSet<string> spared, TimeProvider time, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var signalled = new HashSet<(int, int)>();
        var found = 0;
        while (true)
        {
            var members = Find(run, sessions, spared);
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

    private static IReadOnlyList<ProcessEntry> Find(RunLayout run, HashSet<int> sessions, HashSet<string> spared) =>
        InstanceMark.FindMembers(mark => mark.StartsWith(InstanceMark.OfAll(run), StringComparison.Ordinal) && !spared.Contains(mark), sessions);

    // A session outlives its first process, so an ended one counts unless its pid is now somebody else's.
    private static bool IsStillThere(RunStateEntry entry) =>
        ProcessTable.Find(entry.Pid) is not { } now || now.StartTime == entry.StartTime;
}
