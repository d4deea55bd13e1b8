namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>Who a pod's processes are.</summary>
internal sealed record PodSecurityContext
{
    public required bool RunAsNonRoot { get; init; }

    public required int RunAsUser { get; init; }

    public required int RunAsGroup { get; init; }

    public required int FsGroup { get; init; }

    public required string FsGroupChangePolicy { get; init; }

    public required Profile SeccompProfile { get; init; }

    internal sealed record Profile(string Type);
}
