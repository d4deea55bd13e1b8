using System.Runtime.InteropServices;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>
/// A root before it is written: every path with what will be there. Effects change the plan, never the disk, so that what they do is the
/// same everywhere and nothing is ever followed out of the root.
/// </summary>
internal sealed class RootPlan
{
    private const int MaximumLinks = 40;

    private readonly Dictionary<string, RootEntry> entries = new(StringComparer.Ordinal);

    // The last directory that was seen to be there: packages list a directory's entries one after the other.
    private string? present;

    /// <summary>All paths with their entries, in no order.</summary>
    public IReadOnlyDictionary<string, RootEntry> Entries => entries;

    /// <summary>What is at a path itself (no symlink is followed), or null.</summary>
    public RootEntry? Find(string path) => entries.GetValueOrDefault(path);

    /// <summary>Puts an entry at a path, replacing what is there; missing parents become directories.</summary>
    /// <exception cref="ArgumentException">The path is absolute or leaves the root: whoever makes paths has to refuse that.</exception>
    public void Set(string path, RootEntry entry)
    {
        Prepare(path);
        entries[path] = entry;
    }

    /// <summary>As <see cref="Set"/>, but what is there stays.</summary>
    /// <returns>What is there; null when the entry was put there.</returns>
    public RootEntry? AddOrFind(string path, RootEntry entry)
    {
        Prepare(path);
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, path, out var exists);
        if (exists)
            return place;
        place = entry;
        return null;
    }

    private void Prepare(string path)
    {
        if (path.StartsWith('/') || (path.Contains("..", StringComparison.Ordinal) && RootPath.Normalise($"/{path}") is null))
            throw new ArgumentException($"not a path in a root: {path}", nameof(path));
        EnsureParents(path);
    }

    /// <summary>Removes what is at a path; a directory only when it is empty.</summary>
    /// <returns>False when it is a directory that holds something.</returns>
    public bool Remove(string path)
    {
        if (Find(path) is RootEntry.Directory && Children(path).Any())
            return false;
        entries.Remove(path);
        present = null;
        return true;
    }

    /// <summary>Entries directly in a directory: names with their entries, sorted.</summary>
    public IEnumerable<KeyValuePair<string, RootEntry>> Children(string directory)
    {
        var prefix = directory + "/";
        return entries
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && entry.Key.IndexOf('/', prefix.Length) < 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>Entries anywhere below a directory, deepest first.</summary>
    public IReadOnlyList<KeyValuePair<string, RootEntry>> Below(string directory) =>
        [.. entries.Where(entry => entry.Key.StartsWith(directory + "/", StringComparison.Ordinal)).OrderByDescending(entry => entry.Key.Length)];

    /// <summary>The entry that an absolute path inside the root leads to, symlinks followed, or null.</summary>
    public RootEntry? Resolve(string absolutePath)
    {
        var rest = new Stack<string>(absolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var at = "";
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                at = EntryPath.Parent(at);
                continue;
            }

            at = EntryPath.Merge(at.Length == 0 ? part : $"{at}/{part}");
            if (Find(at) is not RootEntry.Symlink link)
                continue;
            if (++links > MaximumLinks)
                return null;
            at = link.Target.StartsWith('/') ? "" : EntryPath.Parent(at);
            foreach (var target in link.Target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(target);
        }

        return Find(at);
    }

    /// <summary>The content of a file of the plan, symlinks followed, or null when there is none.</summary>
    public byte[]? ReadFile(string absolutePath) => Resolve(absolutePath) switch
    {
        RootEntry.Linked linked => File.ReadAllBytes(linked.Source),
        RootEntry.Composed composed => composed.Content,
        _ => null,
    };

    private void EnsureParents(string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0 || path.AsSpan(0, slash).SequenceEqual(present))
            return;
        var parent = path[..slash];
        if (!entries.ContainsKey(parent))
        {
            EnsureParents(parent);
            entries[parent] = new RootEntry.Directory("");
        }

        present = parent;
    }
}
