namespace EnvCompiler.Host.Machine;

/// <summary>Whether the directory of an environment is there.</summary>
public enum EnvironmentPresence
{
    /// <summary>It is.</summary>
    Present,

    /// <summary>Somebody removed it: the directory that it was in is there, on the same file system.</summary>
    Gone,

    /// <summary>Nobody can tell: its file system seems not to be mounted.</summary>
    Unreachable,
}
