using EnvCompiler.Run.Supervision.Limiting;

namespace EnvCompiler.Run.Tests.Supervision.Limiting;

/// <summary>Control groups with the kernel's rules: controllers come from above, and a group that hands them down holds no process.</summary>
internal sealed class FakeControlGroups(string own, string controllers) : IControlGroupFiles
{
    private const string Mount = "/cg";

    private readonly HashSet<string> groups = [Mount, own];
    private readonly Dictionary<string, HashSet<string>> processes = new() { [own] = ["1", "2"] };
    private readonly Dictionary<string, HashSet<string>> handedDown = new() { [Mount] = [.. controllers.Split(' ')] };

    internal Dictionary<string, string> Written { get; } = [];

    internal bool IsHandedOver { get; init; } = true;

    internal IReadOnlySet<string> Groups => groups;

    public string? Own => own;

    public bool IsDelegated(string group) => IsHandedOver && group.StartsWith(own, StringComparison.Ordinal);

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
                Enter(group, text);
                return true;
            case "cgroup.subtree_control":
                var isPossible = ProcessesOf(group).Count == 0 && HandedDownBy(Path.GetDirectoryName(group)!).Contains(text[1..]);
                return isPossible && (HandedDownBy(group).Add(text[1..]) || true);
            case "cgroup.kill":
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
