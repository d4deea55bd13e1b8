namespace EnvCompiler.Model.Manifests;

/// <summary><c>[containerize.config]</c>, Flox's: what the config of an image says besides what follows from the environment. Absent keys are null or empty.</summary>
public sealed record ContainerConfig
{
    /// <summary><c>NAME</c> or <c>UID</c>, and the same for a group after a colon.</summary>
    public string? User { get; init; }

    /// <summary>Ports that are listened on, <c>8080</c> or <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Arguments of the entry point: the services to run; none for all.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>Absolute paths that are kept outside of the container.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Absolute path of the working directory.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Labels; stronger than those that envc gives.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>The signal that stops a container.</summary>
    public string? StopSignal { get; init; }
}
