namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options.allow]</c>.</summary>
public sealed record AllowOptions
{
    /// <summary>Whether packages without a free licence may be used; absent means yes.</summary>
    public bool? Unfree { get; init; }
}
