namespace EnvCompiler.Model.Manifests;

/// <summary>One suite of a Debian catalog.</summary>
public sealed record SuiteDefinition
{
    /// <summary>Codename or suite name, e.g. <c>forky</c>, <c>trixie-security</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Accept a Release file past its Valid-Until.</summary>
    public bool AllowExpired { get; init; }

    /// <summary>Snapshot archive timestamp, <c>20261120T000000Z</c>; absent takes the mirror's present state.</summary>
    public string? Snapshot { get; init; }
}
