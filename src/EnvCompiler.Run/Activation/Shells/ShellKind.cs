namespace EnvCompiler.Run.Activation.Shells;

/// <summary>The languages of people's shells.</summary>
public enum ShellKind
{
    /// <summary>GNU bash.</summary>
    Bash,

    /// <summary>zsh.</summary>
    Zsh,

    /// <summary>dash, ash, ksh and others that read the file that <c>ENV</c> names.</summary>
    Posix,

    /// <summary>fish.</summary>
    Fish,

    /// <summary>tcsh and csh: variables, and <c>deactivate</c> as an alias.</summary>
    Tcsh,

    /// <summary>Any other: it gets variables when envc starts it.</summary>
    Other,
}
