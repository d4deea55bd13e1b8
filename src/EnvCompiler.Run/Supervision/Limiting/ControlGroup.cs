namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>The control group of one instance: no process gets out of it.</summary>
/// <param name="files">The host's control groups.</param>
/// <param name="directory">Its directory.</param>
internal sealed class ControlGroup(IControlGroupFiles files, string directory)
{
    /// <summary>Written <c>0</c>, it takes the writer in.</summary>
    internal string ProcessList => $"{directory}/cgroup.procs";

    /// <summary>Whether the kernel ended a process of it because of its memory limit.</summary>
    internal bool RanOutOfMemory
    {
        get
        {
            foreach (var line in (files.TryRead($"{directory}/memory.events") ?? "").Split('\n'))
            {
                if (line.StartsWith("oom_kill ", StringComparison.Ordinal))
                    return line != "oom_kill 0";
            }

            return false;
        }
    }

    /// <summary>Sets a limit.</summary>
    internal bool TrySet(string file, string value) => files.TryWrite($"{directory}/{file}", value);

    /// <summary>Ends what has escaped all else, and removes it. What dies too slowly for that is tried again later.</summary>
    internal bool TryRemove()
    {
        if (files.TryRemove(directory))
            return true;
        files.TryWrite($"{directory}/cgroup.kill", "1");
        return files.TryRemove(directory);
    }
}
