using System.Globalization;

namespace EnvCompiler.Host.Processes;

/// <summary>What a process uses of the machine.</summary>
/// <param name="Identity">The process.</param>
/// <param name="Cpu">Processor time of all its threads since its start.</param>
/// <param name="ResidentBytes">Memory that it has mapped and that is in RAM, shared pages included.</param>
public readonly record struct ProcessResources(ProcessIdentity Identity, TimeSpan Cpu, long ResidentBytes)
{
    // USER_HZ, in which the kernel tells times to programs, is 100 on every architecture that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Reads it; null when the process has ended.</summary>
    public static ProcessResources? TryRead(int pid)
    {
        if (ProcFile.TryRead($"/proc/{pid}/stat") is not { } stat)
            return null;
        var fields = ProcessTable.Fields(stat);
        if (fields[0] is "Z" or "X")
            return null;
        return new ProcessResources(
            new ProcessIdentity(pid, Number(fields[19])), Tick * (Number(fields[11]) + Number(fields[12])), Number(fields[21]) * Environment.SystemPageSize);
    }

    /// <summary>
    /// Memory of a process with each shared page counted in parts (PSS); null when it may not be read. The kernel walks the whole process: some 20 ms a
    /// GiB.
    /// </summary>
    public static long? ReadProportionalBytes(int pid)
    {
        if (ProcFile.TryRead($"/proc/{pid}/smaps_rollup") is not { } rollup)
            return null;
        foreach (var line in rollup.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Pss:") && long.TryParse(line["Pss:".Length..^" kB".Length], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var kib))
                return kib << 10;
        }

        return null;
    }

    /// <summary>How long ago it was started.</summary>
    /// <param name="sinceBoot">How long the host is up, as <see cref="ReadUptime"/> has it.</param>
    public TimeSpan Age(TimeSpan sinceBoot) => sinceBoot - (Tick * Identity.StartTime);

    /// <summary>How long the host is up.</summary>
    public static TimeSpan ReadUptime()
    {
        var text = File.ReadAllText("/proc/uptime");
        return TimeSpan.FromSeconds(double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture));
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
