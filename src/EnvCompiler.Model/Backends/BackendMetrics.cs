namespace EnvCompiler.Model.Backends;

/// <summary>Where an engine answers Prometheus on its own endpoint.</summary>
public sealed record BackendMetrics
{
    /// <summary>The path, <c>/metrics</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The variable that turns it on; null where it is always on.</summary>
    public string? OnVariable { get; init; }

    /// <summary>The value that does.</summary>
    public string? OnValue { get; init; }
}
