namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>GPUs that the packages of one target are for.</summary>
/// <param name="Target"><c>SYSTEM/ACCELERATOR</c>.</param>
/// <param name="Accelerators"><c>sm_90</c>, and those of targets with equal packages.</param>
internal sealed record GpuKind(string Target, IReadOnlyList<string> Accelerators)
{
    /// <summary>Whether the target's packages are for it.</summary>
    internal bool Fits(VisibleGpu gpu) => gpu.Sm is null || Accelerators.Contains(gpu.Sm);
}
