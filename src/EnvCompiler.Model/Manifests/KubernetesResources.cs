namespace EnvCompiler.Model.Manifests;

/// <summary>Quantities of Kubernetes by the name of a resource: <c>memory = "16Gi"</c>, <c>"rdma/ib" = "1"</c>.</summary>
public sealed record KubernetesResources
{
    /// <summary>What a node must have free.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new OrderedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The most that it may use.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new OrderedDictionary<string, string>(StringComparer.Ordinal);
}
