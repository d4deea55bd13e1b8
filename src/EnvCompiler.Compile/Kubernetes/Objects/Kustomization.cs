using System.Text.Json.Serialization;

namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary><c>kustomization.yaml</c>: the files of all objects.</summary>
internal sealed record Kustomization(IReadOnlyList<string> Resources)
{
    [JsonPropertyOrder(-2)]
    public string ApiVersion => "kustomize.config.k8s.io/v1beta1";

    [JsonPropertyOrder(-1)]
    public string Kind => "Kustomization";
}
