using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using EnvCompiler.Host.Files;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>
/// Makes a directory what a plan says, level by level on all processors. What lies in one directory is one worker's: the kernel lets one
/// thread at a time add to a directory, and the others would wait. A later plan may follow: only what differs is touched then.
/// </summary>
/// <param name="files">Where to write.</param>
/// <param name="directory">Does not exist yet.</param>
internal sealed class RootWriter(IFileOperations files, string directory)
{
    private RootPlan? written;

    /// <summary>Writes the first plan, or changes what an earlier one made.</summary>
    public void Write(RootPlan plan)
    {
        if (written is null)
            MakeDirectory(directory);
        var before = written ?? new RootPlan();
        foreach (var (path, entry) in before.Entries.Where(entry => !Has(plan, entry)).OrderByDescending(entry => entry.Key.Length))
            Remove(Place(path), entry);
        Add(plan.Entries.Where(entry => !Has(before, entry)));
        written = plan;
    }

    private static bool Has(RootPlan plan, KeyValuePair<string, RootEntry> entry) => plan.Find(entry.Key) is { } found && IsSame(found, entry.Value);

    // What is on the disk, not whose it is.
    private static bool IsSame(RootEntry first, RootEntry second) => (first, second) switch
    {
        (RootEntry.Directory, RootEntry.Directory) => true,
        (RootEntry.Symlink one, RootEntry.Symlink two) => one.Target == two.Target,
        (RootEntry.Linked one, RootEntry.Linked two) => ReferenceEquals(one.Packaged, two.Packaged),
        _ => ReferenceEquals(first, second),
    };

    private void Add(IEnumerable<KeyValuePair<string, RootEntry>> entries)
    {
        var byParent = new Dictionary<string, List<KeyValuePair<string, RootEntry>>>(StringComparer.Ordinal);
        foreach (var entry in entries)
            Under(byParent, EntryPath.Parent(entry.Key)).Add(entry);
        var levels = new SortedDictionary<int, List<List<KeyValuePair<string, RootEntry>>>>();
        foreach (var (parent, siblings) in byParent)
            Under(levels, parent.Length == 0 ? 0 : parent.Count('/') + 1).Add(siblings);
        foreach (var level in levels.Values)
            ForEach(level.OrderByDescending(static siblings => siblings.Count), WriteSiblings);
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

    private void WriteSiblings(List<KeyValuePair<string, RootEntry>> siblings)
    {
        foreach (var (path, entry) in siblings)
            WriteEntry(Place(path), entry);
    }

    private void WriteEntry(string place, RootEntry entry)
    {
        switch (entry)
        {
            case RootEntry.Directory:
                MakeDirectory(place);
                break;
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

    private void Remove(string place, RootEntry entry)
    {
        if (entry is RootEntry.Directory)
            files.RemoveDirectory(place);
        else
            files.Unlink(place);
    }

    private void MakeDirectory(string path)
    {
        files.CreateDirectory(path, StoreModes.Directory);
        StoreModes.Enforce(files, path, StoreModes.Directory);
    }

    private string Place(string path) => string.Concat(directory, "/", path);
}
