using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>What a service wants.</summary>
/// <param name="Request">Its <c>gpus</c>.</param>
/// <param name="Kinds">What it can run on, the best first: all its GPUs are of one kind.</param>
internal sealed record GpuWish(GpuRequest Request, IReadOnlyList<GpuKind> Kinds)
{
    /// <summary>The accelerators of all kinds, as a message names them.</summary>
    internal string Accelerators => string.Join(" and ", Kinds.SelectMany(kind => kind.Accelerators).Distinct().Select(name => $"`{name}`"));

    /// <summary>Whether it can run on it.</summary>
    internal bool Fits(VisibleGpu gpu) => Kinds.Any(kind => kind.Fits(gpu));
}
