namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options.activate]</c>.</summary>
public sealed record ActivateOptions
{
    /// <summary>Flox's mode: <c>dev</c> or <c>run</c>.</summary>
    public string Mode { get; init; } = "dev";
}
