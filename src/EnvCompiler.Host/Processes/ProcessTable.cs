using System.Threading;

namespace EnvCompiler.Host.Processes;

/// <summary>What <c>/proc</c> says about running processes, zombies left out.</summary>
public static class ProcessTable
{
    /// <summary>All processes of this host that can be seen.</summary>
    public static IReadOnlyList<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(directory.AsSpan("/proc/".Length), out var pid) && Find(pid) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>One process, or null when it has ended.</summary>
    public static ProcessEntry? Find(int pid) => ProcFile.TryRead($"/proc/{pid}/stat") is { } stat ? Parse(pid, stat) : null;

    /// <summary>When a process was started, in clock ticks since boot; of one that has ended and was not reaped as well.</summary>
    public static long StartTime(int pid) => ProcFile.TryRead($"/proc/{pid}/stat") is { } stat ? long.Parse(Fields(stat)[19]) : 0;

    /// <summary>The value of a variable that a process was started with; null when unset or not readable.</summary>
    public static string? Variable(int pid, string name)
    {
        if (Variables(pid) is not { } block)
            return null;
        var start = block.StartsWith(name + "=", StringComparison.Ordinal) ? 0 : block.IndexOf($"\0{name}=", StringComparison.Ordinal) + 1;
        if (start == 0 && !block.StartsWith(name + "=", StringComparison.Ordinal))
            return null;
        start += name.Length + 1;
        var end = block.IndexOf('\0', start);
        return end < 0 ? block[start..] : block[start..end];
    }

    /// <summary>A process's arguments, the program first; null when it has ended.</summary>
    public static IReadOnlyList<string>? CommandLine(int pid) =>
        ProcFile.TryRead($"/proc/{pid}/cmdline") is { } line ? line.TrimEnd('\0').Split('\0') : null;

    /// <summary>Identifies this boot of the kernel.</summary>
    public static string BootId => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    // In the middle of execve the block is empty for a moment; a program without any variable is rare enough to be asked again.
    private static string? Variables(int pid)
    {
        for (var tries = 0; ; tries++)
        {
            var block = ProcFile.TryRead($"/proc/{pid}/environ");
            if (block is not "" || tries == 3)
                return block;
            Thread.Sleep(1);
        }
    }

    /// <summary>Fields of <c>/proc/PID/stat</c> from the state on, which is field 3 of proc_pid_stat(5): the name before it is in parentheses and may hold any byte.</summary>
    internal static string[] Fields(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static ProcessEntry? Parse(int pid, string stat)
    {
        var fields = Fields(stat);
        var state = fields[0][0];
        return state is 'Z' or 'X'
            ? null
            : new ProcessEntry(pid, int.Parse(fields[1]), int.Parse(fields[3]), long.Parse(fields[19]));
    }
}
