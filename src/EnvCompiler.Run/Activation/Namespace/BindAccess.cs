namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>What may be done through a bind.</summary>
public enum BindAccess
{
    /// <summary>Reading, whoever asks.</summary>
    ReadOnly,

    /// <summary>What the files' modes allow, but no device node works.</summary>
    ReadWrite,

    /// <summary>As <see cref="ReadWrite"/>, and device nodes work.</summary>
    Devices,
}
