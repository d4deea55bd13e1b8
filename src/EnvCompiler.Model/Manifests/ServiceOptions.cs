namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options.services]</c>: what concerns the supervisor and not one service.</summary>
public sealed record ServiceOptions
{
    /// <summary>Where the supervisor answers <c>GET /metrics</c> for Prometheus: <c>127.0.0.1:9469</c>, or a port of 127.0.0.1; absent for nowhere.</summary>
    public string? Metrics { get; init; }
}
