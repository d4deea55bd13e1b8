namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>GPUs to be divided among services.</summary>
/// <param name="Visible">All that the activation sees.</param>
/// <param name="Sm">What the activation's target is for: <c>sm_90</c>.</param>
internal sealed record GpuPool(IReadOnlyList<VisibleGpu> Visible, string Sm)
{
    /// <summary>Whether the target's packages are for it.</summary>
    internal bool Fits(VisibleGpu gpu) => gpu.Sm is null || gpu.Sm == Sm;
}
