namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>The files of control groups, version 2 (the kernel's admin-guide/cgroup-v2). Nothing here throws: the host may refuse anything.</summary>
internal interface IControlGroupFiles
{
    /// <summary>Directory of the group that this process is in; null where the host has no version 2.</summary>
    string? Own { get; }

    /// <summary>Whether this user may make groups below it, and by whose word.</summary>
    Delegation DelegationOf(string group);

    /// <summary>Names of the groups directly below.</summary>
    IReadOnlyList<string> Children(string group);

    /// <summary>A file's content; null when it cannot be read.</summary>
    string? TryRead(string path);

    /// <summary>False when the host refuses.</summary>
    bool TryWrite(string path, string text);

    /// <summary>True when it is there.</summary>
    bool TryCreate(string group);

    /// <summary>False while something is in it.</summary>
    bool TryRemove(string group);
}
