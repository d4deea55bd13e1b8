namespace EnvCompiler.Model.Manifests;

/// <summary>Scripts sourced in the person's own shell, <see cref="Common"/> first.</summary>
public sealed record Profile
{
    /// <summary>For every shell (POSIX syntax).</summary>
    public string? Common { get; init; }

    /// <summary>For bash.</summary>
    public string? Bash { get; init; }

    /// <summary>For zsh.</summary>
    public string? Zsh { get; init; }

    /// <summary>For fish.</summary>
    public string? Fish { get; init; }

    /// <summary>For tcsh.</summary>
    public string? Tcsh { get; init; }

    /// <summary>The same five for leaving.</summary>
    public Profile? Deactivate { get; init; }
}
