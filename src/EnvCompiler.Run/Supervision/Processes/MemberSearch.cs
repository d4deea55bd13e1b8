using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>
/// Finds the processes of an instance. A sub-reaper's services are its descendants, orphans its children, so a look at its own family is
/// enough; only what an earlier supervisor started is looked for in the whole process table. Used from the supervisor's thread only, which is
/// also the only one that reaps: a child cannot vanish during a search.
/// </summary>
internal sealed class MemberSearch
{
    private readonly HashSet<int> firsts = [];

    /// <summary>A first process of an instance (or its shutdown command) runs: nobody else's member.</summary>
    internal void Began(int pid) => firsts.Add(pid);

    /// <summary>It has been reaped.</summary>
    internal void Ended(int pid) => firsts.Remove(pid);

    /// <summary>Pids of running processes that carry the mark, are of a session, or descend from such a process.</summary>
    /// <param name="mark">Value of <see cref="InstanceMark.Variable"/>.</param>
    /// <param name="first">Its first process, which leads its session.</param>
    /// <param name="everywhere">It was started by an earlier supervisor.</param>
    internal IReadOnlyCollection<int> Find(string mark, int? first, bool everywhere)
    {
        if (everywhere || !ProcessTree.IsAvailable)
            return FindEverywhere(mark, first);
        var ended = new HashSet<int>();
        while (true)
        {
            var before = ended.Count;
            var members = new HashSet<int>();
            foreach (var child in ProcessTree.Children(Environment.ProcessId))
            {
                if (ended.Contains(child) || (child != first && firsts.Contains(child)))
                    continue;
                if (ProcessTable.Find(child) is not { } entry)
                    ended.Add(child);
                else if (IsMember(entry, mark, first))
                    members.Add(child);
            }

            // What ended after the children were listed may have left some: they are listed now.
            if (ended.Count == before)
                return WithDescendants(members);
        }
    }

    private static bool IsMember(ProcessEntry entry, string mark, int? first) =>
        entry.Session == first || string.Equals(ProcessTable.Variable(entry.Pid, InstanceMark.Variable), mark, StringComparison.Ordinal);

    private static HashSet<int> WithDescendants(HashSet<int> members)
    {
        foreach (var member in members.ToArray())
        {
            foreach (var descendant in ProcessTree.Descendants(member))
            {
                if (ProcessTable.Find(descendant) is not null)
                    members.Add(descendant);
            }
        }

        return members;
    }

    private static HashSet<int> FindEverywhere(string mark, int? first) =>
        [.. InstanceMark.FindMembers(
            value => string.Equals(value, mark, StringComparison.Ordinal), first is { } session ? new HashSet<int> { session } : []).Select(member => member.Pid)];
}
