namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary><c>auth.json</c> of Podman (containers-auth.json(5)), <c>config.json</c> of Docker: the keys that matter here.</summary>
internal sealed record CredentialFile
{
    /// <summary>By registry; in Podman's also by a repository, or a path above it.</summary>
    public Dictionary<string, CredentialEntry>? Auths { get; init; }

    /// <summary>Helpers by registry.</summary>
    public Dictionary<string, string>? CredHelpers { get; init; }

    /// <summary>The helper of all registries.</summary>
    public string? CredsStore { get; init; }
}
