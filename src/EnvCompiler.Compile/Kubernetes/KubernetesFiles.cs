namespace EnvCompiler.Compile.Kubernetes;

/// <summary>A directory that <c>kubectl apply -k</c> takes.</summary>
/// <param name="Namespace">Where the objects are.</param>
/// <param name="Files">YAML by file name.</param>
/// <param name="Secrets">Keys by the name of a secret that must be there before the pods; no value of one is ever in a file.</param>
public sealed record KubernetesFiles(
    string Namespace, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, IReadOnlyList<string>> Secrets)
{
    /// <summary>The one file whose kind a cluster has from the Prometheus operator alone.</summary>
    public const string PodMonitor = "pod-monitor.yaml";
}
