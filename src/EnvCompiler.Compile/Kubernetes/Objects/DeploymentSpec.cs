namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>Pods that are alike.</summary>
internal sealed record DeploymentSpec
{
    public required int Replicas { get; init; }

    public required int ProgressDeadlineSeconds { get; init; }

    public required UpdateStrategy Strategy { get; init; }

    public required LabelSelector Selector { get; init; }

    public required PodTemplate Template { get; init; }

    internal sealed record UpdateStrategy(string Type);

    internal sealed record PodTemplate(ObjectMetadata Metadata, PodSpec Spec);
}
