namespace EnvCompiler.Run.Supervision.Usage;

/// <summary>What some processes use together: a service's, or the supervisor.</summary>
public sealed record ProcessesUsage
{
    /// <summary>How many they are.</summary>
    public required int Processes { get; init; }

    /// <summary>Processor time since the look before, in percent of one processor; null at the first look.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Processor time of those that run now, seconds.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Bytes in RAM.</summary>
    public required long Memory { get; init; }

    /// <summary>How <see cref="Memory"/> was counted.</summary>
    public required MemoryMeasure MemoryMeasure { get; init; }

    /// <summary>Bytes on NVIDIA GPUs; null where that cannot be told.</summary>
    public long? GpuMemory { get; init; }

    /// <summary>Age of the first process, seconds.</summary>
    public required double Uptime { get; init; }
}
