namespace EnvCompiler.Run.Activation.Changes;

/// <summary>What happens to a variable.</summary>
public enum VariableChangeKind
{
    /// <summary>It gets this value.</summary>
    Set,

    /// <summary>It is removed.</summary>
    Unset,

    /// <summary>Elements go in front of a list separated by colons.</summary>
    Prepend,

    /// <summary>Elements go behind such a list.</summary>
    Append,
}
