using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Run.Backends;

/// <summary>The JSON line of a stage, on standard output when asked for (<c>--json</c>, <c>…_PREFLIGHT_JSON</c>).</summary>
public sealed record StageReport
{
    /// <summary><c>ok</c> or <c>error</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>preflight</c>, <c>resolve-model</c> or <c>serve</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Exit code of a failure.</summary>
    public int? Code { get; init; }

    /// <summary>One of <see cref="StageReason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }

    /// <summary>What preflight did with the port: <c>noop</c>, <c>would_stop</c> or <c>stopped</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Host.</summary>
    public string? Host { get; init; }

    /// <summary>Port; absent for a unix socket.</summary>
    public int? Port { get; init; }

    /// <summary>Nothing was stopped because it was not asked for.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Processes that listened.</summary>
    public IReadOnlyList<int>? Pids { get; init; }

    /// <summary>Sockets without a process.</summary>
    public IReadOnlyList<long>? UnmappedInodes { get; init; }

    /// <summary>GPUs.</summary>
    public GpuReport? Gpu { get; init; }

    /// <summary>The file that resolve-model found.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The source it came from.</summary>
    public string? Via { get; init; }

    /// <summary>The env file for serve.</summary>
    public string? EnvFile { get; init; }
}
