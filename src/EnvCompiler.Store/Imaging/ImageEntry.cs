namespace EnvCompiler.Store.Imaging;

/// <summary>What a contained root has at one path.</summary>
/// <param name="Path">Relative to the root, without a slash at either end: <c>usr/bin/sed</c>.</param>
public abstract record ImageEntry(string Path)
{
    /// <summary>Who owns it: user and group alike.</summary>
    public int Owner { get; init; }

    /// <summary>A directory.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Mode">Permission bits, sticky among them.</param>
    public sealed record Directory(string Path, int Mode = 0b111_101_101) : ImageEntry(Path);

    /// <summary>A symbolic link.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Target">As written.</param>
    public sealed record Symlink(string Path, string Target) : ImageEntry(Path);

    /// <summary>A regular file whose content is a file of this host.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Source">Absolute path of the content, which never changes.</param>
    /// <param name="Size">Its bytes.</param>
    /// <param name="IsProgram">0555 rather than 0444.</param>
    public sealed record File(string Path, string Source, long Size, bool IsProgram) : ImageEntry(Path)
    {
        /// <summary>A file of this host at a path, as large as it is and a program where its owner may execute it.</summary>
        /// <param name="path">Its path in the contained root.</param>
        /// <param name="source">The file; not a link.</param>
        public static File Of(string path, FileInfo source) => new(path, source.FullName, source.Length, (source.UnixFileMode & UnixFileMode.UserExecute) != 0);
    }

    /// <summary>A regular file that was made.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="Content">Its bytes.</param>
    /// <param name="IsProgram">0555 rather than 0444.</param>
    public sealed record Made(string Path, ReadOnlyMemory<byte> Content, bool IsProgram) : ImageEntry(Path);
}
