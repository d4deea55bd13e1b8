namespace EnvCompiler.Store.Unpacking;

/// <summary>One file, directory or symlink of an object.</summary>
internal sealed record ObjectEntry
{
    /// <summary>Path relative to <c>fs</c>, after merged-/usr: <c>usr/bin/sed</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>What it is.</summary>
    public ObjectEntryKind Kind { get; set; }

    /// <summary>Permission bits as packaged, without set-uid and set-gid. In the store files are 0444 or 0555 whatever this says.</summary>
    public int Mode { get; set; }

    /// <summary>Bytes of a regular file.</summary>
    public long Size { get; set; }

    /// <summary>A symlink's target, as packaged.</summary>
    public string? Target { get; set; }
}
