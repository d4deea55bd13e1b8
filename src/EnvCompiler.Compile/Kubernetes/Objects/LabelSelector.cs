namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>The pods that have these labels.</summary>
internal sealed record LabelSelector(SortedDictionary<string, string>? MatchLabels = null);
