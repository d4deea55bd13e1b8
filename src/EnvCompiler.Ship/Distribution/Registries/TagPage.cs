namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>One answer to <c>tags/list</c> (distribution-spec, "Listing Tags").</summary>
internal sealed record TagPage
{
    public IReadOnlyList<string>? Tags { get; init; }
}
