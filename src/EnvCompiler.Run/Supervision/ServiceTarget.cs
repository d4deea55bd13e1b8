namespace EnvCompiler.Run.Supervision;

/// <summary>A target that services of an activation can run as, where its GPUs are of several kinds.</summary>
public sealed record ServiceTarget
{
    /// <summary><c>SYSTEM/ACCELERATOR</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Absolute <c>.envc/generations/N/targets/T</c>.</summary>
    public required string TargetDirectory { get; init; }

    /// <summary>What <c>ENVC_ENV</c> is in it: an absolute path.</summary>
    public required string EnvironmentDirectory { get; init; }

    /// <summary>The GPUs that it is for, <c>sm_90</c>: its own and those of targets with equal packages.</summary>
    public required IReadOnlyList<string> Accelerators { get; init; }
}
