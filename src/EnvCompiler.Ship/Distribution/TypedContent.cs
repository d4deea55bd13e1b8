namespace EnvCompiler.Ship.Distribution;

/// <summary>What manifests and indexes have in common.</summary>
internal sealed record TypedContent
{
    public string? MediaType { get; init; }
}
