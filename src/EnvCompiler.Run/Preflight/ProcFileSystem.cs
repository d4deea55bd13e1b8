using System.Text;

namespace EnvCompiler.Run.Preflight;

/// <summary>Reads processes and their sockets from <c>/proc</c> (proc_pid(5)), or from a copy of it.</summary>
/// <param name="root">Usually <c>/proc</c>.</param>
public sealed class ProcFileSystem(string root)
{
    private const string SocketLink = "socket:[";
    private const string Deleted = " (deleted)";

    /// <summary>Where it is.</summary>
    public string Root => root;

    /// <summary>Pids of all processes that can be seen.</summary>
    public IEnumerable<int> Pids()
    {
        foreach (var directory in Directory.EnumerateDirectories(root))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), out var pid))
                yield return pid;
        }
    }

    /// <summary>One process; null when it has ended, zombies included.</summary>
    public ProcProcess? Find(int pid)
    {
        if (TryRead($"{root}/{pid}/stat") is not { } stat)
            return null;
        // The name is in parentheses and may hold any byte, so fields are counted from the last one.
        var open = stat.IndexOf('(');
        var close = stat.LastIndexOf(')');
        if (open < 0 || close < open)
            return null;
        var fields = stat[(close + 2)..].Split(' ');
        if (fields.Length < 20 || fields[0] is "Z" or "X")
            return null;
        return new ProcProcess(
            pid,
            long.Parse(fields[19]),
            int.Parse(fields[1]),
            int.Parse(fields[2]),
            UserOf(pid),
            stat[(open + 1)..close],
            CommandLine(pid),
            Executable(pid));
    }

    /// <summary>Whether a process still is the one that was seen.</summary>
    public bool IsSame(ProcProcess process) => Find(process.Pid) is { } now && now.StartTime == process.StartTime;

    /// <summary>Which processes hold sockets.</summary>
    /// <param name="inodes">Inodes of the sockets.</param>
    /// <returns>Pids by inode; an inode without a process is not in it.</returns>
    public IReadOnlyDictionary<long, IReadOnlyList<int>> OwnersOf(IReadOnlyCollection<long> inodes)
    {
        var owners = new Dictionary<long, IReadOnlyList<int>>();
        foreach (var pid in Pids())
        {
            foreach (var inode in SocketsOf(pid))
            {
                if (!inodes.Contains(inode))
                    continue;
                var pids = owners.TryGetValue(inode, out var known) ? (List<int>)known : [];
                owners[inode] = pids;
                if (!pids.Contains(pid))
                    pids.Add(pid);
            }
        }

        return owners;
    }

    private List<long> SocketsOf(int pid)
    {
        var inodes = new List<long>();
        try
        {
            foreach (var descriptor in new DirectoryInfo($"{root}/{pid}/fd").EnumerateFileSystemInfos())
            {
                if (descriptor.LinkTarget is { } target && target.StartsWith(SocketLink, StringComparison.Ordinal)
                    && long.TryParse(target.AsSpan()[SocketLink.Length..^1], out var inode))
                    inodes.Add(inode);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended, or is another user's: its sockets then belong to nobody that can be seen.
            return inodes;
        }

        return inodes;
    }

    private uint UserOf(int pid)
    {
        foreach (var line in (TryRead($"{root}/{pid}/status") ?? "").Split('\n'))
        {
            if (line.StartsWith("Uid:", StringComparison.Ordinal))
                return uint.Parse(line.AsSpan(4).Trim().ToString().Split('\t')[0]);
        }

        return uint.MaxValue;
    }

    private string[] CommandLine(int pid) =>
        (TryRead($"{root}/{pid}/cmdline") ?? "").TrimEnd('\0') is { Length: > 0 } text ? text.Split('\0') : [];

    private string? Executable(int pid)
    {
        try
        {
            var target = new FileInfo($"{root}/{pid}/exe").LinkTarget;
            return target?.EndsWith(Deleted, StringComparison.Ordinal) == true ? target[..^Deleted.Length] : target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Processes come and go between listing and reading.
            return null;
        }
    }
}
