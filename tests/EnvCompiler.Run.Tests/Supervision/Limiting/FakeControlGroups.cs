using EnvCompiler.Run.Supervision.Limiting;

namespace EnvCompiler.Run.Tests.Supervision.Limiting;

/// <summary>
/// Control groups with the kernel's rules: controllers come from above, and a group that hands them down holds no process; one that hands down cpu
/// while it holds some is threaded from then on, and what is below it takes none.
/// </summary>
internal sealed class FakeControlGroups(string own, string controllers) : IControlGroupFiles
{
    private const string Mount = "/cg";

    private readonly HashSet<string> groups = [Mount, own];
    private readonly HashSet<string> threaded = [];
    private readonly Dictionary<string, HashSet<string>> processes = new() { [own] = ["1", "2"] };
    private readonly Dictionary<string, HashSet<string>> handedDown = new() { [Mount] = [.. controllers.Split(' ')] };

    internal Dictionary<string, string> Written { get; } = [];

    internal Delegation Delegation { get; init; } = Delegation.Declared;

    /// <summary>Processes die when they are not looked at: a removal right after the kill fails.</summary>
    internal int SlowDeaths { get; set; }

    internal IReadOnlySet<string> Groups => groups;

    public string? Own => own;

    public Delegation DelegationOf(string group) => group == own ? Delegation : Delegation.None;

    public IReadOnlyList<string> Children(string group) =>
        [.. groups.Where(other => Path.GetDirectoryName(other) == group).Select(other => Path.GetFileName(other)!)];

    internal void Enter(string group, string pid)
    {
        foreach (var all in processes.Values)
            all.Remove(pid);
        ProcessesOf(group).Add(pid);
    }

    internal void Tell(string path, string text) => Written[path] = text;

    public string? TryRead(string path)
    {
        var group = Path.GetDirectoryName(path)!;
        if (!groups.Contains(group))
            return null;
        return Path.GetFileName(path) switch
        {
            "cgroup.procs" => string.Concat(ProcessesOf(group).Select(pid => pid + "\n")),
            "cgroup.controllers" => string.Join(' ', HandedDownBy(Path.GetDirectoryName(group)!)),
            "cgroup.subtree_control" => string.Join(' ', HandedDownBy(group)),
            _ => Written.GetValueOrDefault(path),
        };
    }

    public bool TryWrite(string path, string text)
    {
        var group = Path.GetDirectoryName(path)!;
        if (!groups.Contains(group))
            return false;
        switch (Path.GetFileName(path))
        {
            case "cgroup.procs":
                if (threaded.Any(above => group.StartsWith(above + "/", StringComparison.Ordinal)))
                    return false;
                Enter(group, text);
                return true;
            case "cgroup.subtree_control":
                var isEmpty = ProcessesOf(group).Count == 0;
                if (!HandedDownBy(Path.GetDirectoryName(group)!).Contains(text[1..]) || !(isEmpty || text == "+cpu"))
                    return false;
                HandedDownBy(group).Add(text[1..]);
                if (!isEmpty)
                    threaded.Add(group);
                return true;
            case "cgroup.kill":
                if (SlowDeaths-- <= 0)
                    ProcessesOf(group).Clear();
                return true;
            case var file:
                if (!HandedDownBy(Path.GetDirectoryName(group)!).Contains(file[..file.IndexOf('.', StringComparison.Ordinal)]))
                    return false;
                Written[path] = text;
                return true;
        }
    }

    public bool TryCreate(string group) => groups.Contains(Path.GetDirectoryName(group)!) && (groups.Add(group) || true);

    public bool TryRemove(string group) =>
        ProcessesOf(group).Count == 0 && !groups.Any(other => other.StartsWith(group + "/", StringComparison.Ordinal)) && (groups.Remove(group) || true);

    private HashSet<string> ProcessesOf(string group) => processes.TryGetValue(group, out var pids) ? pids : processes[group] = [];

    private HashSet<string> HandedDownBy(string group) => handedDown.TryGetValue(group, out var names) ? names : handedDown[group] = [];
}
