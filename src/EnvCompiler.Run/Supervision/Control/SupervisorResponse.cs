namespace EnvCompiler.Run.Supervision.Control;

/// <summary>The line that answers a request.</summary>
internal sealed record SupervisorResponse
{
    public int Protocol { get; init; } = SupervisorRequest.CurrentProtocol;

    /// <summary>Why nothing was done; null when it was.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>Of <see cref="Refusal.UnknownName"/> and <see cref="Refusal.Unusable"/>: what is meant. Of <see cref="SupervisorOperation.Metrics"/>: why their endpoint is not served.</summary>
    public string? Detail { get; init; }

    /// <summary>Of <see cref="SupervisorOperation.Metrics"/>: the text.</summary>
    public string? Metrics { get; init; }

    /// <summary>All services, by name.</summary>
    public IReadOnlyList<ServiceStatus> Services { get; init; } = [];
}
