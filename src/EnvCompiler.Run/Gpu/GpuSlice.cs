namespace EnvCompiler.Run.Gpu;

/// <summary>A MIG device: a part of a GPU with memory of its own.</summary>
/// <param name="Uuid"><c>MIG-…</c>, what <c>CUDA_VISIBLE_DEVICES</c> takes.</param>
/// <param name="TotalMib">Memory, MiB.</param>
/// <param name="FreeMib">Memory that nobody uses, MiB.</param>
public sealed record GpuSlice(string? Uuid, long? TotalMib, long? FreeMib);
