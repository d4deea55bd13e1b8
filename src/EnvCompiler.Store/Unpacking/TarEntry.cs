namespace EnvCompiler.Store.Unpacking;

/// <summary>One entry of a tar archive.</summary>
/// <param name="Name">As archived; not checked yet.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits, set-uid, set-gid and sticky included.</param>
/// <param name="Size">Bytes of content; 0 unless it is a file.</param>
/// <param name="LinkTarget">Target of a hard or symbolic link, as archived; otherwise empty.</param>
internal readonly record struct TarEntry(string Name, TarEntryKind Kind, int Mode, long Size, string LinkTarget);
