namespace EnvCompiler.Model.Manifests;

/// <summary>How images are made.</summary>
public sealed record Containerize
{
    /// <summary>What their configs say besides what follows from the environment.</summary>
    public ContainerConfig Config { get; init; } = new();
}
