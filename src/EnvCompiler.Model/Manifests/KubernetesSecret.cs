namespace EnvCompiler.Model.Manifests;

/// <summary>A key of a secret that the cluster has; a string is the secret's name.</summary>
public sealed record KubernetesSecret
{
    /// <summary>The secret.</summary>
    public required string Name { get; init; }

    /// <summary>Its key; absent means the variable's name.</summary>
    public string? Key { get; init; }
}
