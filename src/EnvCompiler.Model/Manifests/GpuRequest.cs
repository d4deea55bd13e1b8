namespace EnvCompiler.Model.Manifests;

/// <summary>The GPUs that a service wants for itself: so many, or these.</summary>
public sealed record GpuRequest
{
    /// <summary>How many; 0 hides all of them. Null where they are named.</summary>
    public int? Count { get; init; }

    /// <summary>Indexes as <c>nvidia-smi</c> counts, or UUIDs (<c>GPU-…</c>, <c>MIG-…</c>). Null where only their number matters.</summary>
    public IReadOnlyList<string>? Devices { get; init; }
}
