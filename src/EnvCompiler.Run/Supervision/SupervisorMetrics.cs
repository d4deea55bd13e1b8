namespace EnvCompiler.Run.Supervision;

/// <summary>What a supervisor tells Prometheus.</summary>
/// <param name="Text">Text format 0.0.4.</param>
/// <param name="Problem">Why the endpoint of the manifest is not served; null when it is, or when there is none.</param>
public sealed record SupervisorMetrics(string Text, string? Problem);
