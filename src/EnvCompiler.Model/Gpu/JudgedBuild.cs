namespace EnvCompiler.Model.Gpu;

/// <summary>A build and how it fits a target.</summary>
/// <param name="Build">The build.</param>
/// <param name="Fit">How.</param>
/// <param name="Code">The code that the GPU would run; null where none does or none is needed.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the build's name.</param>
public sealed record JudgedBuild(GpuBuild Build, BuildFit Fit, DeviceCode? Code, string Reason);
