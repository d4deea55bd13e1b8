namespace EnvCompiler.Store.Unpacking;

/// <summary>The kinds of tar entries that are unpacked; others are refused while reading.</summary>
internal enum TarEntryKind
{
    /// <summary>A regular file with content.</summary>
    File,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A symbolic link.</summary>
    Symlink,

    /// <summary>A directory.</summary>
    Directory,
}
