namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>What every object has.</summary>
internal sealed record ObjectMetadata
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public SortedDictionary<string, string>? Labels { get; init; }

    public SortedDictionary<string, string>? Annotations { get; init; }
}
