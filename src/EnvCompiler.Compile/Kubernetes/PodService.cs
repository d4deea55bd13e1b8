using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>A service as a pod has it.</summary>
internal sealed record PodService
{
    /// <summary>Its name in the manifest.</summary>
    internal required string Name { get; init; }

    internal required ServiceSpec Spec { get; init; }

    /// <summary>Its backend; null for a command.</summary>
    internal required BackendDefinition? Backend { get; init; }

    /// <summary>The port on which others reach it; null where none do.</summary>
    internal int? Port { get; init; }

    /// <summary>Variables of its config map. They stand where the caller's environment does on a host.</summary>
    internal required SortedDictionary<string, string> Config { get; init; }

    /// <summary>GPUs of its container.</summary>
    internal int Gpus { get; init; }

    /// <summary>Where it answers Prometheus, on <see cref="Port"/>; null where it does not.</summary>
    internal string? MetricsPath { get; init; }

    /// <summary>The port on which its supervisor answers Prometheus; null where it does not, or not outside of the pod.</summary>
    internal int? SupervisorPort { get; init; }

    /// <summary>The name of its container.</summary>
    internal string Label => KubernetesNames.Label(Name);

    /// <summary>The name of its port.</summary>
    internal string PortLabel => KubernetesNames.Label(Name, KubernetesNames.LongestPort);

    /// <summary>The name of its supervisor's port.</summary>
    internal string SupervisorPortLabel => KubernetesNames.Label($"envc-{Name}", KubernetesNames.LongestPort);
}
