namespace EnvCompiler.Run.Supervision;

/// <summary>A GPU, or a slice of one (MIG), that programs of an activation see and a service can be given.</summary>
/// <param name="Index">As <c>nvidia-smi</c> counts; of a slice, that of its GPU.</param>
/// <param name="Uuid"><c>GPU-…</c> or <c>MIG-…</c>.</param>
/// <param name="Sm"><c>sm_90</c>; null where it is not known.</param>
/// <param name="IsSlice">It is a slice; a process sees one of them at most.</param>
public sealed record VisibleGpu(int Index, string Uuid, string? Sm, bool IsSlice = false);
