namespace EnvCompiler.Model.Gpu;

/// <summary>A build and how it fits a target.</summary>
/// <param name="Build">The build.</param>
/// <param name="Fit">How.</param>
/// <param name="Code">The code that the GPU would run; null where none does or none is needed.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the build's name.</param>
public sealed record JudgedBuild(GpuBuild Build, BuildFit Fit, DeviceCode? Code, string Reason)
{
    /// <summary>What stands in its way; null where it runs.</summary>
    public Obstacle? Obstacle { get; init; }

    /// <summary>The lowest driver that would do, where that is the obstacle and known.</summary>
    public DriverVersion? DriverNeeded { get; init; }

    /// <summary>Bytes of PTX that the driver compiles before it runs.</summary>
    public long PtxSize { get; init; }
}
