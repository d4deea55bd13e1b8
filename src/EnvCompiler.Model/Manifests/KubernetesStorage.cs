namespace EnvCompiler.Model.Manifests;

/// <summary>A volume that outlives a pod; a string is its size.</summary>
public sealed record KubernetesStorage
{
    /// <summary>Its size, such as <c>50Gi</c>.</summary>
    public required string Size { get; init; }

    /// <summary>Where the services see it; absent means <c>/NAME</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The storage class; absent means the cluster's default.</summary>
    public string? Class { get; init; }

    /// <summary>Who may use it at once; absent means <c>ReadWriteOnce</c>, the pods of one node.</summary>
    public string? Access { get; init; }
}
