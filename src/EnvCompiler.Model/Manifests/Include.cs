namespace EnvCompiler.Model.Manifests;

/// <summary><c>[include]</c>: the environments that this one is composed of.</summary>
public sealed record Include
{
    /// <summary>In order: what a later one says outweighs what an earlier one says, and the manifest itself outweighs all.</summary>
    public IReadOnlyList<IncludedEnvironment> Environments { get; init; } = [];
}
