namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>What became of a service's <c>gpus</c>.</summary>
/// <param name="Devices">UUIDs of those that it gets; null where it sees what its activation sees.</param>
/// <param name="Problem">Why it cannot be started, or null.</param>
/// <param name="Target">What these GPUs are for; null where none are assigned.</param>
internal sealed record GpuAssignment(IReadOnlyList<string>? Devices, string? Problem = null, string? Target = null)
{
    /// <summary>Nothing is assigned and nothing is hidden.</summary>
    internal static GpuAssignment Unassigned { get; } = new(Devices: null);
}
