namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[models]</c>: weights that are locked like packages. First light knows files of the environment.</summary>
public sealed record ModelRequest
{
    /// <summary>File relative to the manifest's directory.</summary>
    public required string Path { get; init; }
}
