namespace EnvCompiler.Compile.Systemd;

/// <summary>What becomes of a directory of units.</summary>
/// <param name="Written">Names of units that are new or other than before.</param>
/// <param name="Removed">Names of units that go.</param>
public sealed record UnitChanges(IReadOnlyList<string> Written, IReadOnlyList<string> Removed)
{
    /// <summary>Nothing changes.</summary>
    public bool IsEmpty => Written.Count == 0 && Removed.Count == 0;
}
