namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>Another object of the namespace by its name.</summary>
internal sealed record NamedReference(string Name);
