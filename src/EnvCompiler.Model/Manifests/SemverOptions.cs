namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options.semver]</c>.</summary>
public sealed record SemverOptions
{
    /// <summary>Whether a <c>version</c> lets pre-releases in that it does not name.</summary>
    public bool AllowPreReleases { get; init; }
}
