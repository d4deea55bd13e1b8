namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[models]</c>: weights that are locked like packages.</summary>
public sealed record ModelRequest
{
    /// <summary>File relative to the environment's directory.</summary>
    public required string Path { get; init; }
}
