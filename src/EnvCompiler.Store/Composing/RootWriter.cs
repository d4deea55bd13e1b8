using System.Runtime.ExceptionServices;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Composing;

/// <summary>Writes a plan: directories first, then links and files on all processors.</summary>
/// <param name="files">Where to write.</param>
internal sealed class RootWriter(IFileOperations files)
{
    /// <summary>Fills a directory that does not exist yet.</summary>
    public void Write(RootPlan plan, string directory)
    {
        MakeDirectory(directory);
        // A parent's path is a prefix of its children's, so ordinal order has it first.
        foreach (var path in plan.Entries.Where(entry => entry.Value is RootEntry.Directory).Select(entry => entry.Key).Order(StringComparer.Ordinal))
            MakeDirectory(Place(directory, path));

        try
        {
            Parallel.ForEach(plan.Entries, entry => WriteEntry(Place(directory, entry.Key), entry.Value));
        }
        catch (AggregateException e)
        {
            // A full disk fails on every processor in the same way; one says it all.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void WriteEntry(string place, RootEntry entry)
    {
        switch (entry)
        {
            case RootEntry.Symlink link:
                files.Symlink(link.Target, place);
                break;
            case RootEntry.Linked linked:
                if (!files.TryLink(linked.Source, place))
                    WriteFile(place, File.ReadAllBytes(linked.Source), StoreModes.OfFile(linked.Packaged.Mode));
                break;
            case RootEntry.Composed composed:
                WriteFile(place, composed.Content, StoreModes.Plain);
                break;
        }
    }

    private void WriteFile(string place, byte[] content, UnixFileMode mode)
    {
        using (var file = files.CreateNew(place, mode))
        {
            file.Write(content);
            file.SetModifiedTime(StoreModes.ModifiedTime);
        }

        StoreModes.Enforce(files, place, mode);
    }

    private void MakeDirectory(string path)
    {
        files.CreateDirectory(path, StoreModes.Directory);
        StoreModes.Enforce(files, path, StoreModes.Directory);
    }

    private static string Place(string directory, string path) => string.Concat(directory, "/", path);
}
