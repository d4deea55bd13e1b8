using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>What is exported: a generation, some of its targets, and where their images are.</summary>
public sealed record KubernetesEnvironment
{
    /// <summary>The environment's name; any text.</summary>
    public required string Name { get; init; }

    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary>SHA-256 of its <c>generation.json</c>.</summary>
    public required string Digest { get; init; }

    /// <summary>Its manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The targets, each a deployment.</summary>
    public required IReadOnlyDictionary<Target, KubernetesTarget> Targets { get; init; }
}
