using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Catalogs;

/// <summary>One version of a native package.</summary>
public sealed record NativeVersion
{
    /// <summary>Builds by name: <c>sm_90</c>, <c>vllm-python313-cuda12_8-sm90-avx512</c>.</summary>
    [JsonRequired]
    public SortedDictionary<string, NativeBuild> Builds { get; init; } = new(StringComparer.Ordinal);
}
