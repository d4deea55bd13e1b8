namespace EnvCompiler.Run.Gpu;

/// <summary>The <c>gpu</c> object of preflight's JSON.</summary>
public sealed record GpuReport
{
    /// <summary>False when the check was skipped.</summary>
    public required bool Checked { get; init; }

    /// <summary>Some GPU was seen.</summary>
    public bool Available { get; init; }

    /// <summary>GPUs and their memory.</summary>
    public IReadOnlyList<GpuMemory> Gpus { get; init; } = [];

    /// <summary>Something was said about them.</summary>
    public bool Warned { get; init; }

    /// <summary>A driver library was found.</summary>
    public bool DriverPresent { get; init; }

    /// <summary>Devices of the CUDA driver.</summary>
    public int? DeviceCount { get; init; }

    /// <summary>CUDA version of the driver.</summary>
    public string? DriverVersion { get; init; }

    /// <summary>Why the driver did not answer.</summary>
    public string? DriverError { get; init; }

    /// <summary><c>nvml</c> or <c>nvidia_smi</c>.</summary>
    public string? MemoryMethod { get; init; }
}
