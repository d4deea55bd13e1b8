namespace EnvCompiler.Store.Packing;

/// <summary>One entry of a package that is made: what it is, and where its content comes from.</summary>
/// <param name="Path">Relative to the root, without a leading slash.</param>
public abstract record PackedEntry(string Path)
{
    /// <summary>A directory.</summary>
    public sealed record Directory(string Path) : PackedEntry(Path);

    /// <summary>A symlink.</summary>
    /// <param name="Path">Relative to the root.</param>
    /// <param name="Target">As it is read.</param>
    public sealed record Link(string Path, string Target) : PackedEntry(Path);

    /// <summary>A file of the disk.</summary>
    /// <param name="Path">Relative to the root.</param>
    /// <param name="Source">Absolute path of its content.</param>
    /// <param name="IsProgram">Whether it can be executed.</param>
    public sealed record File(string Path, string Source, bool IsProgram) : PackedEntry(Path);

    /// <summary>A small text of envc's own.</summary>
    /// <param name="Path">Relative to the root.</param>
    /// <param name="Content">The text.</param>
    public sealed record Text(string Path, string Content) : PackedEntry(Path);
}
