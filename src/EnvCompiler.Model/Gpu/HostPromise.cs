using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Gpu;

/// <summary>What a manifest promises of the hosts that its environment runs on, since a lock looks at none: <c>options.driver</c>, <c>options.cpu-level</c>.</summary>
/// <param name="Driver">The lowest NVIDIA driver of hosts with such a GPU; null where nothing is promised.</param>
/// <param name="Cpu">The least processor; null for what every processor of a system can do.</param>
public sealed record HostPromise(DriverVersion? Driver, CpuLevel? Cpu)
{
    /// <summary>Nothing is promised.</summary>
    public static HostPromise None { get; } = new(Driver: null, Cpu: null);

    /// <summary>Reads both as a manifest has them.</summary>
    /// <param name="driver"><c>&gt;=550</c>, or null.</param>
    /// <param name="cpuLevel"><c>x86-64-v3</c>, or null.</param>
    public static HostPromise Of(string? driver, string? cpuLevel) => new(
        driver is not null && TryParseDriver(driver, out var floor) ? floor : null,
        cpuLevel is null ? null : CpuLevel.Of(cpuLevel));

    /// <summary>Reads <c>&gt;=550</c>, <c>&gt;=550.54</c>, <c>&gt;=550.54.15</c>.</summary>
    public static bool TryParseDriver(string text, out DriverVersion floor)
    {
        floor = default;
        return text is ['>', '=', .. var version] && DriverVersion.TryParse(version.Trim(), out floor);
    }

    /// <summary>What builds are chosen for. Only hosts with an NVIDIA GPU have its driver; a level says nothing of another family's processors.</summary>
    public BuildTarget For(Target target)
    {
        var baseline = CpuLevel.Baseline(target.System);
        return new BuildTarget(target.System, target.Sm, target.Sm is null ? null : Driver, Cpu?.Covers(baseline) == true ? Cpu : baseline);
    }
}
