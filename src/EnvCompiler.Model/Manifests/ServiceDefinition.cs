namespace EnvCompiler.Model.Manifests;

/// <summary>One service: either a <see cref="Command"/> (Flox) or a <see cref="Backend"/>.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Bash command line.</summary>
    public string? Command { get; init; }

    /// <summary>Inference engine by the name of its data file, e.g. <c>llamacpp</c>.</summary>
    public string? Backend { get; init; }

    /// <summary>Name of an entry of <c>[models]</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The backend's variables by their short names (<c>ctx-size</c> for <c>LLAMACPP_CTX_SIZE</c>), as text.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>Group whose root it runs in.</summary>
    public string Group { get; init; } = PackageRequest.DefaultGroup;

    /// <summary>Variables that only this service sees.</summary>
    public IReadOnlyDictionary<string, string> Vars { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>Must have answered before <see cref="Ready"/> is asked.</summary>
    public Probe? Startup { get; init; }

    /// <summary>When the service counts as ready; absent takes the backend's probe, or "started".</summary>
    public Probe? Ready { get; init; }

    /// <summary>Services that it needs, by name: it is started after them and stopped before them.</summary>
    public IReadOnlyDictionary<string, ServiceDependency> DependsOn { get; init; } = new OrderedDictionary<string, ServiceDependency>();

    /// <summary>When it is started again after an end of its own; absent means never, as in Flox.</summary>
    public Restart? Restart { get; init; }

    /// <summary>Asked for as long as the service is ready; one that does not answer any more is ended.</summary>
    public Probe? Live { get; init; }

    /// <summary>Requests between the answer of <see cref="Ready"/> and being ready, in their order.</summary>
    public IReadOnlyList<WarmupRequest>? Warmup { get; init; }

    /// <summary>The GPUs that it gets for itself; absent means all that the activation sees.</summary>
    public GpuRequest? Gpus { get; init; }

    /// <summary>How it is stopped.</summary>
    public Shutdown? Shutdown { get; init; }

    /// <summary>When a new log file is begun, and how many old ones are kept; absent: 64 MiB and one.</summary>
    public LogRotation? Log { get; init; }

    /// <summary>Flox: the command returns and leaves a daemon; needs <c>shutdown.command</c>.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>What it may use of the host.</summary>
    public Limits? Limits { get; init; }

    /// <summary>What becomes of it when its supervisor is killed; absent means that the next one adopts it.</summary>
    public OrphanPolicy? WhenOrphaned { get; init; }

    /// <summary>Systems it runs on; absent means all.</summary>
    public IReadOnlyList<string>? Systems { get; init; }

    /// <summary>Condition on the target and its GPUs (docs/manifest.md): where it does not hold, the service is not started.</summary>
    public string? When { get; init; }
}
