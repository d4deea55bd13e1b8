namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>What a container's processes may do.</summary>
internal sealed record ContainerSecurityContext
{
    public required bool AllowPrivilegeEscalation { get; init; }

    public required bool ReadOnlyRootFilesystem { get; init; }

    public required CapabilitySet Capabilities { get; init; }

    internal sealed record CapabilitySet(IReadOnlyList<string> Drop);
}
