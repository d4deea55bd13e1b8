using System.Text.Json.Serialization;

namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>A namespace.</summary>
internal sealed record NamespaceObject(ObjectMetadata Metadata)
{
    [JsonPropertyOrder(-2)]
    public string ApiVersion => "v1";

    [JsonPropertyOrder(-1)]
    public string Kind => "Namespace";
}
