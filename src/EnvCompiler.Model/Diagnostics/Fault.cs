namespace EnvCompiler.Model.Diagnostics;

/// <summary>Whose side a failure is on; decides the exit code.</summary>
public enum Fault
{
    /// <summary>The user's input or environment: exit code 1.</summary>
    User,

    /// <summary>Something the user did not cause (network, disk, registry): exit code 3.</summary>
    Outside,
}
