using System.Text.Json.Serialization;

namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>A config map: texts by variable.</summary>
internal sealed record ConfigMapObject(ObjectMetadata Metadata, SortedDictionary<string, string> Data)
{
    [JsonPropertyOrder(-2)]
    public string ApiVersion => "v1";

    [JsonPropertyOrder(-1)]
    public string Kind => "ConfigMap";
}
