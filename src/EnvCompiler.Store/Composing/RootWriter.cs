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
        foreach (var path in Differing(before, plan).OrderByDescending(path => path.Length))
            Remove(Place(path), before.Find(path)!);
        foreach (var level in ByDepth(Differing(plan, before)))
            ForEach(level.OrderByDescending(siblings => siblings.Count), siblings => WriteSiblings(siblings, plan));
        written = plan;
    }

    // Paths that the second plan lacks or has otherwise.
    private static IEnumerable<string> Differing(RootPlan plan, RootPlan other)
    {
        foreach (var (path, entry) in plan.Entries)
        {
            if (other.Find(path) is not { } found || !IsSame(entry, found))
                yield return path;
        }
    }

    // What is on the disk, not whose it is.
    private static bool IsSame(RootEntry first, RootEntry second) => (first, second) switch
    {
        (RootEntry.Directory, RootEntry.Directory) => true,
        (RootEntry.Symlink one, RootEntry.Symlink two) => one.Target == two.Target,
        (RootEntry.Linked one, RootEntry.Linked two) => ReferenceEquals(one.Packaged, two.Packaged),
        _ => ReferenceEquals(first, second),
    };

    // Lists of siblings: those without a parent, those one level below, ...
    private static List<List<List<string>>> ByDepth(IEnumerable<string> paths)
    {
        var byParent = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var levels = new List<List<List<string>>>();
        foreach (var path in paths)
        {
            var parent = EntryPath.Parent(path);
            if (!byParent.TryGetValue(parent, out var siblings))
            {
                byParent.Add(parent, siblings = []);
                var depth = path.Count('/');
                while (levels.Count <= depth)
                    levels.Add([]);
                levels[depth].Add(siblings);
            }

            siblings.Add(path);
        }

        return levels;
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

    private void WriteSiblings(List<string> paths, RootPlan plan)
    {
        foreach (var path in paths)
            WriteEntry(Place(path), plan.Find(path)!);
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
