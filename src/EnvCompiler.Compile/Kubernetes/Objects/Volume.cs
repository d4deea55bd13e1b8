namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>A volume of a pod: an empty directory or a claim.</summary>
internal sealed record Volume
{
    public required string Name { get; init; }

    public EmptyDirectory? EmptyDir { get; init; }

    public ClaimSource? PersistentVolumeClaim { get; init; }

    /// <param name="Medium"><c>Memory</c>, or null for the node's disk.</param>
    internal sealed record EmptyDirectory(string? Medium = null);

    internal sealed record ClaimSource(string ClaimName);
}
