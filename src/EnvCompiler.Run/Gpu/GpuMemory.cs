namespace EnvCompiler.Run.Gpu;

/// <summary>One GPU and its memory.</summary>
/// <param name="Index">Index as the driver counts.</param>
/// <param name="Name">Model name, or null.</param>
/// <param name="TotalMib">MiB in all.</param>
/// <param name="FreeMib">MiB free.</param>
public sealed record GpuMemory(int Index, string? Name, long TotalMib, long FreeMib)
{
    /// <summary>Percent of memory in use, one decimal.</summary>
    public double UsedPct => TotalMib == 0 ? 0 : Math.Round((TotalMib - FreeMib) * 100.0 / TotalMib, 1);
}
