using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Composing;

/// <summary>A file of a root that is not a link into an object.</summary>
internal static class RootFile
{
    /// <summary>Writes it with the time and exactly the mode that all files of roots have.</summary>
    public static void Write(IFileOperations files, string place, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        using (var file = files.CreateNew(place, mode))
        {
            file.Write(content);
            file.SetModifiedTime(StoreModes.ModifiedTime);
        }

        StoreModes.Enforce(files, place, mode);
    }
}
