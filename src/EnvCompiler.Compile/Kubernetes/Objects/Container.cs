namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>One container. The launcher expands <c>$(NAME)</c> in commands, arguments and values, so these are written with <c>$$</c> for a dollar.</summary>
internal sealed record Container
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    public required string ImagePullPolicy { get; init; }

    /// <summary><c>Always</c> makes a sidecar of an init container: it runs on while those after it start.</summary>
    public string? RestartPolicy { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required IReadOnlyList<string> Args { get; init; }

    public IReadOnlyList<ContainerPort>? Ports { get; init; }

    public IReadOnlyList<VariableSource>? EnvFrom { get; init; }

    public required IReadOnlyList<Variable> Env { get; init; }

    public ResourceRequirements? Resources { get; init; }

    public ContainerProbe? StartupProbe { get; init; }

    public ContainerProbe? ReadinessProbe { get; init; }

    public ContainerProbe? LivenessProbe { get; init; }

    public required ContainerSecurityContext SecurityContext { get; init; }

    public required string TerminationMessagePolicy { get; init; }

    public required IReadOnlyList<Mount> VolumeMounts { get; init; }

    internal sealed record ContainerPort(string Name, [property: System.Text.Json.Serialization.JsonPropertyName("containerPort")] int Number, string Protocol);

    internal sealed record VariableSource(NamedReference ConfigMapRef);

    internal sealed record Variable(string Name, string? Value = null, ValueSource? ValueFrom = null);

    internal sealed record ValueSource(SecretKey SecretKeyRef);

    internal sealed record SecretKey(string Name, string Key);

    internal sealed record Mount(string Name, string MountPath);

    internal sealed record ResourceRequirements(SortedDictionary<string, string>? Requests, SortedDictionary<string, string>? Limits);
}
