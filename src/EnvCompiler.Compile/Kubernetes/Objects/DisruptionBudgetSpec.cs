namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>How many pods maintenance may take away at once.</summary>
internal sealed record DisruptionBudgetSpec(int MaxUnavailable, string UnhealthyPodEvictionPolicy, LabelSelector Selector);
