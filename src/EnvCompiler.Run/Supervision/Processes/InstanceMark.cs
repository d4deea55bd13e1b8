using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>
/// A variable that every process of an instance inherits, so that it is found wherever it went: a daemon leaves its parent, its process
/// group and its session, but rarely its environment. <c>RUN-DIRECTORY/SERVICE/INSTANCE</c>.
/// </summary>
internal static class InstanceMark
{
    internal const string Variable = "ENVC_SERVICE_INSTANCE";

    // Parent of all of them; they have no variables.
    private const int KernelThreads = 2;

    internal static string Of(RunLayout run, string service, int instance) => $"{OfAll(run)}{service}/{instance}";

    /// <summary>What the marks of all services of an environment begin with.</summary>
    internal static string OfAll(RunLayout run) => run.Directory + "/";

    /// <summary>
    /// Running processes that carry a mark, were started in one of the sessions, or descend from such a process; never this one.
    /// </summary>
    internal static IReadOnlyList<ProcessEntry> FindMembers(Func<string, bool> isMark, IReadOnlySet<int> sessions)
    {
        var table = ProcessTable.Read();
        var members = new Dictionary<int, ProcessEntry>();
        foreach (var entry in table)
        {
            if (entry.Parent == KernelThreads)
                continue;
            if (sessions.Contains(entry.Session) || (ProcessTable.Variable(entry.Pid, Variable) is { } mark && isMark(mark)))
                members.TryAdd(entry.Pid, entry);
        }

        for (var before = -1; before != members.Count;)
        {
            before = members.Count;
            foreach (var entry in table)
            {
                if (members.ContainsKey(entry.Parent))
                    members.TryAdd(entry.Pid, entry);
            }
        }

        members.Remove(Environment.ProcessId);
        return [.. members.Values];
    }
}
