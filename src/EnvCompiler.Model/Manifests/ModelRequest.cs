namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[models]</c>: weights that are locked like packages.</summary>
public sealed record ModelRequest
{
    /// <summary>File relative to the environment's directory.</summary>
    public required string Path { get; init; }

    /// <summary>Condition on the target (docs/manifest.md): where it does not hold, the model is left out.</summary>
    public string? When { get; init; }
}
