using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using EnvCompiler.Host.Files;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>
/// Writes a plan on all processors: directories level by level, then links and files. What lies in one directory is one worker's: the
/// kernel lets one process at a time add to a directory, and the others would wait.
/// </summary>
/// <param name="files">Where to write.</param>
internal sealed class RootWriter(IFileOperations files)
{
    /// <summary>Fills a directory that does not exist yet.</summary>
    public void Write(RootPlan plan, string directory)
    {
        MakeDirectory(directory);
        var levels = new SortedDictionary<int, List<string>>();
        var contents = new Dictionary<string, List<KeyValuePair<string, RootEntry>>>(StringComparer.Ordinal);
        foreach (var entry in plan.Entries)
        {
            if (entry.Value is RootEntry.Directory)
                Under(levels, entry.Key.Count('/')).Add(entry.Key);
            else
                Under(contents, EntryPath.Parent(entry.Key)).Add(entry);
        }

        foreach (var level in levels.Values)
            ForEach(level, path => MakeDirectory(Place(directory, path)));
        ForEach(contents.Values.OrderByDescending(static entries => entries.Count), entries =>
        {
            foreach (var (path, entry) in entries)
                WriteEntry(Place(directory, path), entry);
        });
    }

    private static List<TItem> Under<TKey, TItem>(IDictionary<TKey, List<TItem>> lists, TKey key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        return list;
    }

    private static void ForEach<T>(IEnumerable<T> source, Action<T> write)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(source, EnumerablePartitionerOptions.NoBuffering), write);
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
                    RootFile.Write(files, place, File.ReadAllBytes(linked.Source), StoreModes.OfFile(linked.Packaged.Mode));
                break;
            case RootEntry.Composed composed:
                RootFile.Write(files, place, composed.Content, StoreModes.Plain);
                break;
        }
    }

    private void MakeDirectory(string path)
    {
        files.CreateDirectory(path, StoreModes.Directory);
        StoreModes.Enforce(files, path, StoreModes.Directory);
    }

    private static string Place(string directory, string path) => string.Concat(directory, "/", path);
}
