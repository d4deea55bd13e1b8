using EnvCompiler.Host.Files;
using EnvCompiler.Store.Composing;

namespace EnvCompiler.Store.Imaging;

/// <summary>Entries as files of the store: never writable, of whoever writes them.</summary>
internal static class EntryWriter
{
    /// <summary>Writes one; a file of the store is linked, where its file system lets it.</summary>
    public static void Write(IFileOperations files, ImageEntry entry, string place)
    {
        switch (entry)
        {
            case ImageEntry.Directory:
                files.CreateDirectory(place, StoreModes.Directory);
                StoreModes.Enforce(files, place, StoreModes.Directory);
                break;
            case ImageEntry.Made made:
                RootFile.Write(files, place, made.Content.Span, ModeOf(made.IsProgram));
                break;
            case ImageEntry.File file:
                if (!files.TryLink(file.Source, place))
                    RootFile.Write(files, place, File.ReadAllBytes(file.Source), ModeOf(file.IsProgram));
                break;
            case ImageEntry.Symlink link:
                files.Symlink(link.Target, place);
                break;
        }
    }

    private static UnixFileMode ModeOf(bool isProgram) => isProgram ? StoreModes.Program : StoreModes.Plain;
}
