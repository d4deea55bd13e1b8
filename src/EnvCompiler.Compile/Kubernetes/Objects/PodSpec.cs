namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>One pod.</summary>
internal sealed record PodSpec
{
    public string? RuntimeClassName { get; init; }

    public IReadOnlyList<NamedReference>? ImagePullSecrets { get; init; }

    public required bool AutomountServiceAccountToken { get; init; }

    public required bool EnableServiceLinks { get; init; }

    public required int TerminationGracePeriodSeconds { get; init; }

    public required PodSecurityContext SecurityContext { get; init; }

    public required NodeAffinityOfPod Affinity { get; init; }

    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    public required IReadOnlyList<SpreadConstraint> TopologySpreadConstraints { get; init; }

    public IReadOnlyList<Container>? InitContainers { get; init; }

    public required IReadOnlyList<Container> Containers { get; init; }

    public required IReadOnlyList<Volume> Volumes { get; init; }

    internal sealed record Toleration(string Key, string Operator, string Effect);

    internal sealed record SpreadConstraint(int MaxSkew, string TopologyKey, string WhenUnsatisfiable, LabelSelector LabelSelector);

    internal sealed record NodeAffinityOfPod(NodeAffinity NodeAffinity);
}
