namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>Which pods Prometheus scrapes, and where (<c>monitoring.coreos.com/v1</c>).</summary>
internal sealed record PodMonitorSpec(LabelSelector Selector, IReadOnlyList<PodMonitorSpec.Endpoint> PodMetricsEndpoints)
{
    internal sealed record Endpoint(string Port, string Path);
}
