namespace EnvCompiler.Model.Manifests;

/// <summary>A health probe: HTTP GET that must answer 2xx.</summary>
public sealed record Probe
{
    /// <summary>Path on the service's own host and port (<c>/health</c>) or a whole <c>http://</c> URL.</summary>
    public required string Http { get; init; }

    /// <summary>Time between tries.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Limit of one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Limit of all tries: a service that is not ready by then has failed.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);
}
