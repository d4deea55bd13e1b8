using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Supervision.Processes;
using EnvCompiler.Run.Supervision.State;

namespace EnvCompiler.Run.Supervision.Usage;

/// <summary>
/// Reads what services use from <c>/proc</c> and NVML. Who asks pays: the supervisor has no part in it, its run-state says which processes are whose.
/// </summary>
/// <param name="run">The environment's run directory.</param>
/// <param name="time">Clock of the looks.</param>
public sealed class UsageReader(RunLayout run, TimeProvider time) : IDisposable
{
    // Beyond it the kernel's walk through the process costs more than the answer is worth.
    private const long MostForProportional = 1L << 30;

    private readonly Lazy<GpuProcesses?> gpus = new(GpuProcesses.TryOpen);
    private Dictionary<ProcessIdentity, TimeSpan> before = [];
    private long? lastLook;

    /// <summary>Looks; shares of processor time are since the look before.</summary>
    public EnvironmentUsage Read()
    {
        var table = ProcessTable.Read();
        var elapsed = lastLook is { } last ? time.GetElapsedTime(last) : (TimeSpan?)null;
        lastLook = time.GetTimestamp();
        var look = new Look(elapsed, ProcessResources.ReadUptime(), gpus.Value?.Read());
        var supervisor = SupervisorPid();
        var services = new Dictionary<string, ProcessesUsage>(StringComparer.Ordinal);
        foreach (var instances in (RunStateFile.Read(run)?.Instances ?? []).GroupBy(entry => entry.Service, StringComparer.Ordinal))
        {
            var members = instances.SelectMany(entry => Members(table, entry, supervisor)).ToHashSet();
            if (Sum(members, look) is { } usage)
                services.Add(instances.Key, usage);
        }

        var own = supervisor is { } pid ? Sum([pid], look) : null;
        before = look.Cpu;
        return new EnvironmentUsage(services, own is null ? null : supervisor, own);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (gpus.IsValueCreated)
            gpus.Value?.Dispose();
    }

    // The lock's content names its holder; after that one's end it may name anybody.
    private int? SupervisorPid()
    {
        var text = FileLock.ReadHolder(run.SupervisorLock);
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && int.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && IsSupervisor(pid)
            ? pid
            : null;
    }

    private bool IsSupervisor(int pid) => ProcessTable.CommandLine(pid) is [.., SuperviseCommand.Name, _, var directory] && directory == run.Directory;

    // Of its session, or descended from it; a daemon that left both is the supervisor's child and carries the mark.
    private HashSet<int> Members(IReadOnlyList<ProcessEntry> table, RunStateEntry entry, int? supervisor)
    {
        var mark = InstanceMark.Of(run, entry.Service, entry.Instance);
        var members = new HashSet<int>();
        foreach (var process in table)
        {
            if (process.Session == entry.Pid
                || (process.Parent == supervisor && string.Equals(ProcessTable.Variable(process.Pid, InstanceMark.Variable), mark, StringComparison.Ordinal)))
                members.Add(process.Pid);
        }

        for (var count = -1; count != members.Count;)
        {
            count = members.Count;
            foreach (var process in table)
            {
                if (members.Contains(process.Parent))
                    members.Add(process.Pid);
            }
        }

        return members;
    }

    private ProcessesUsage? Sum(IReadOnlyCollection<int> pids, Look look)
    {
        var processes = pids.Select(ProcessResources.TryRead).OfType<ProcessResources>().ToList();
        if (processes.Count == 0)
            return null;
        var spent = TimeSpan.Zero;
        foreach (var process in processes)
        {
            look.Cpu[process.Identity] = process.Cpu;
            spent += process.Cpu - before.GetValueOrDefault(process.Identity);
        }

        var (memory, measure) = Memory(processes);
        return new ProcessesUsage
        {
            Processes = processes.Count,
            CpuPercent = look.Elapsed is { } elapsed && elapsed > TimeSpan.Zero ? 100 * (spent / elapsed) : null,
            CpuSeconds = processes.Sum(process => process.Cpu.TotalSeconds),
            Memory = memory,
            MemoryMeasure = measure,
            GpuMemory = look.GpuMemory is { } gpu ? processes.Sum(process => gpu.GetValueOrDefault(process.Identity.Pid)) : null,
            Uptime = processes.Max(process => process.Age(look.SinceBoot).TotalSeconds),
        };
    }

    private static (long Bytes, MemoryMeasure Measure) Memory(List<ProcessResources> processes)
    {
        var sum = 0L;
        foreach (var process in processes)
        {
            if (process.ResidentBytes > MostForProportional || ProcessResources.ReadProportionalBytes(process.Identity.Pid) is not { } bytes)
                return (processes.Sum(each => each.ResidentBytes), MemoryMeasure.Resident);
            sum += bytes;
        }

        return (sum, MemoryMeasure.Proportional);
    }

    /// <summary>What the sums of one look share.</summary>
    private sealed record Look(TimeSpan? Elapsed, TimeSpan SinceBoot, IReadOnlyDictionary<int, long>? GpuMemory)
    {
        internal Dictionary<ProcessIdentity, TimeSpan> Cpu { get; } = [];
    }
}
