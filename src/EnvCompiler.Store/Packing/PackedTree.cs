using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Packing;

/// <summary>
/// What a build left in <c>$out</c>, as the entries of its package: <c>/opt/NAME</c>, links to its programs where shims look for commands, and a line for the
/// linker cache where it has libraries.
/// </summary>
public static class PackedTree
{
    /// <summary>Where a package's files are at run time, so that paths which a program has built in are right.</summary>
    public static string PlaceOf(string name) => $"opt/{name}";

    /// <summary>Lists the entries, ordered by path, parents before children.</summary>
    /// <param name="name">The package.</param>
    /// <param name="output">The directory that was <c>$out</c>.</param>
    public static Result<IReadOnlyList<PackedEntry>> Of(string name, string output)
    {
        var place = PlaceOf(name);
        var entries = new SortedDictionary<string, PackedEntry>(StringComparer.Ordinal);
        var problems = new List<Diagnostic>();
        Add(entries, new PackedEntry.Directory(place));
        AddAll(entries, problems, place, new DirectoryInfo(output));
        AddCommands(entries, place);
        AddLibraries(entries, name, place);
        return problems.Count == 0 ? entries.Values.ToArray() : Result<IReadOnlyList<PackedEntry>>.Failure(problems);
    }

    // By hand, because the framework's own recursion follows links.
    private static void AddAll(SortedDictionary<string, PackedEntry> entries, List<Diagnostic> problems, string place, DirectoryInfo directory)
    {
        foreach (var found in directory.EnumerateFileSystemInfos())
        {
            var path = $"{place}/{found.Name}";
            if (found.LinkTarget is { } target)
            {
                Add(entries, new PackedEntry.Link(path, target));
            }
            else if (found is DirectoryInfo inner)
            {
                Add(entries, new PackedEntry.Directory(path));
                AddAll(entries, problems, path, inner);
            }
            else if (FileOwner.Of(found.FullName).IsRegularFile)
            {
                Add(entries, new PackedEntry.File(path, found.FullName, (found.UnixFileMode & UnixFileMode.UserExecute) != 0));
            }
            else
            {
                problems.Add(StoreDiagnostics.CannotPack($"/{path}"));
            }
        }
    }

    private static void AddCommands(SortedDictionary<string, PackedEntry> entries, string place)
    {
        foreach (var folder in (ReadOnlySpan<string>)["bin", "sbin"])
        {
            var prefix = $"{place}/{folder}/";
            foreach (var path in entries.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains('/')).ToArray())
                Add(entries, new PackedEntry.Link($"usr/{folder}/{path[prefix.Length..]}", $"../../{path}"));
        }
    }

    private static void AddLibraries(SortedDictionary<string, PackedEntry> entries, string name, string place)
    {
        var prefix = $"{place}/lib/";
        if (entries.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path[prefix.Length..].Contains('/') && path.Contains(".so", StringComparison.Ordinal)))
            Add(entries, new PackedEntry.Text($"etc/ld.so.conf.d/{name}.conf", $"/{place}/lib\n"));
    }

    private static void Add(SortedDictionary<string, PackedEntry> entries, PackedEntry entry)
    {
        entries[entry.Path] = entry;
        for (var slash = entry.Path.LastIndexOf('/'); slash > 0; slash = entry.Path.LastIndexOf('/', slash - 1))
            entries.TryAdd(entry.Path[..slash], new PackedEntry.Directory(entry.Path[..slash]));
    }
}
