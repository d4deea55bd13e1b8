namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>Whose a control group is.</summary>
internal enum Delegation
{
    /// <summary>Somebody else's.</summary>
    None,

    /// <summary>This user's, as files are: what else runs in it may not know.</summary>
    Owned,

    /// <summary>Handed over with all that is in it: marked so by systemd (<c>Delegate=yes</c>), or a container's outermost one.</summary>
    Declared,
}
