namespace EnvCompiler.Run.Supervision;

/// <summary>One service as its supervisor sees it; also the JSON of <c>envc services status --json</c>.</summary>
public sealed record ServiceStatus
{
    /// <summary>Name in the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>What it is doing.</summary>
    public required ServiceState State { get; init; }

    /// <summary>The program's pid while it runs; never that of bwrap or proot around it.</summary>
    public int? Pid { get; init; }

    /// <summary>Number of the current or last instance; counts up over all services of this supervisor. Null when never started.</summary>
    public int? Instance { get; init; }

    /// <summary>How often its policy has restarted it since the supervisor started.</summary>
    public int Restarts { get; init; }

    /// <summary>When the state began, UTC; null when never started.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exit code of the last end (128+N after signal N).</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the signal that ended it, without <c>SIG</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>Why the last instance ended.</summary>
    public EndReason? Reason { get; init; }

    /// <summary>More about <see cref="Reason"/>: the last probe's problem, or why a program could not be executed. Of a skipped service, why; of
    /// a running one, what it says of itself (<c>STATUS=</c> of sd_notify).</summary>
    public string? Detail { get; init; }

    /// <summary>The warm-up requests that the current instance has answered, and how long they took; null without any.</summary>
    public IReadOnlyList<WarmupTime>? Warmup { get; init; }

    /// <summary>UUIDs of the GPUs that are the current instance's alone; empty where it sees none, null where it sees what its activation sees.</summary>
    public IReadOnlyList<string>? Gpus { get; init; }

    /// <summary>Where it listens: <c>http://HOST:PORT</c> or <c>unix:/PATH</c>; null when not known.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Name of the variable that holds the bearer key, when that variable is set for the service.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c> of the current or last instance, else of what would be started.</summary>
    public required string Target { get; init; }

    /// <summary>Generation of the current or last instance, else of what would be started.</summary>
    public required int Generation { get; init; }

    /// <summary>Absolute path of its log.</summary>
    public required string Log { get; init; }
}
