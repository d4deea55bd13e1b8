namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>A claim of a volume.</summary>
internal sealed record ClaimSpec(IReadOnlyList<string> AccessModes, string? StorageClassName, Container.ResourceRequirements Resources);
