namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>include.environments</c>: an environment of this host (<see cref="Dir"/>) or of a registry (<see cref="Remote"/>).</summary>
public sealed record IncludedEnvironment
{
    /// <summary>Its directory, relative to this environment's.</summary>
    public string? Dir { get; init; }

    /// <summary>Its repository, <c>HOST/PATH</c> or <c>oci:DIR</c>.</summary>
    public string? Remote { get; init; }

    /// <summary>What it is called here; absent means the last part of <see cref="Dir"/> or <see cref="Remote"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Which generation of <see cref="Remote"/>; absent means its latest.</summary>
    public int? Generation { get; init; }

    /// <summary>Keys that are taken away from it: <c>install.gcc</c>, <c>services.llm.restart</c>.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];
}
