namespace EnvCompiler.TestKit.Crashes;

/// <summary>What happens to a file system at a chosen operation.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The machine stops before the operation: neither this one nor any other happens.</summary>
    Crash,

    /// <summary><c>ENOSPC</c>: this operation and those after it that need room fail.</summary>
    DiskFull,

    /// <summary><c>EIO</c>: this operation fails.</summary>
    InputOutput,

    /// <summary><c>EACCES</c>: this operation fails, where it is one that asks for permission.</summary>
    AccessDenied,
}
