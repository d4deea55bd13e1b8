namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>A file or directory of the host, with what is mounted below it.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Path">Absolute path inside; made where it is not there.</param>
/// <param name="Access">What may be done with it.</param>
public sealed record BindStep(string Source, string Path, BindAccess Access) : NamespaceStep(Path)
{
    /// <summary>Left out where the source has gone since the plan was made.</summary>
    public bool IsOptional { get; init; }
}
