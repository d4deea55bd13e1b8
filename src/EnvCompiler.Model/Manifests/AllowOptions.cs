namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options.allow]</c>.</summary>
public sealed record AllowOptions
{
    /// <summary>Whether packages without a free licence may be used; absent means yes.</summary>
    public bool? Unfree { get; init; }

    /// <summary>Whether packages of a Debian component may be used: <c>non-free</c> and <c>non-free-firmware</c> hold what is not free.</summary>
    public bool Allows(string component) => Unfree != false || !component.StartsWith("non-free", StringComparison.Ordinal);
}
