using System.Globalization;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// Children as <c>/proc/PID/task/TID/children</c> lists them (proc_pid_task_tid_children(5)): a look at one family costs a few reads, however
/// many processes the host has.
/// </summary>
public static class ProcessTree
{
    /// <summary>False on kernels without CONFIG_PROC_CHILDREN, where nothing here finds anything.</summary>
    public static bool IsAvailable { get; } = File.Exists($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children");

    /// <summary>Pids of a process's children; none when it has ended.</summary>
    public static IReadOnlyList<int> Children(int pid)
    {
        var children = new List<int>();
        foreach (var task in Tasks(pid))
            ReadInto(children, task + "/children");
        return children;
    }

    /// <summary>Children, their children, and so on, the process itself not.</summary>
    public static IReadOnlyList<int> Descendants(int pid)
    {
        var found = new List<int>(Children(pid));
        for (var i = 0; i < found.Count; i++)
            found.AddRange(Children(found[i]));
        return found;
    }

    private static string[] Tasks(int pid)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static void ReadInto(List<int> children, string path)
    {
        if (ProcFile.TryRead(path) is not { } text)
            return;
        foreach (var range in text.AsSpan().Split(' '))
        {
            if (int.TryParse(text.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out var child))
                children.Add(child);
        }
    }
}
