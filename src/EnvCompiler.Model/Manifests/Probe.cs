using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Manifests;

/// <summary>A question about a service: exactly one of <c>http</c>, <c>tcp</c>, <c>unix</c>, <c>command</c>, <c>log</c> and <c>notify</c> says which.</summary>
public sealed record Probe
{
    /// <summary>The value of <see cref="Tcp"/> that means the service's own endpoint.</summary>
    public const string OwnEndpoint = "endpoint";

    /// <summary>Path on the service's own host and port (<c>/health</c>) or a whole <c>http://</c> or <c>https://</c> URL.</summary>
    public string? Http { get; init; }

    /// <summary>Of <c>http</c>: the request's method; absent means GET.</summary>
    public string? Method { get; init; }

    /// <summary>Of <c>http</c>: headers of the request by name.</summary>
    public SortedDictionary<string, string>? Headers { get; init; }

    /// <summary>Of <c>http</c>: what the answer's status must be in; absent means 200 to 299.</summary>
    public IReadOnlyList<StatusRange>? Status { get; init; }

    /// <summary>Of <c>http</c>: regular expression (docs/manifest.md) that the first 64 KiB of the answer's body must match.</summary>
    public string? Body { get; init; }

    /// <summary><c>HOST:PORT</c> that must accept a connection, a port, or its own endpoint (<c>true</c>).</summary>
    public string? Tcp { get; init; }

    /// <summary>Path of a unix socket that must accept a connection; a relative one starts in the project's directory.</summary>
    public string? Unix { get; init; }

    /// <summary>Bash text that must end with exit code 0, run in the root of the service's group with its variables.</summary>
    public string? Command { get; init; }

    /// <summary>Regular expression (docs/manifest.md) that a line of the service's output must match.</summary>
    public string? Log { get; init; }

    /// <summary>The service tells it itself (<c>sd_notify</c>): <c>READY=1</c>, and as a liveness probe <c>WATCHDOG=1</c> every period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Notify { get; init; }

    /// <summary>Time between tries.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Limit of one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Limit of all tries: a service that is not ready by then has failed. A liveness probe has none.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Of a liveness probe: how many tries in a row must fail before the service counts as dead; 0 for other probes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Failures { get; init; }
}
