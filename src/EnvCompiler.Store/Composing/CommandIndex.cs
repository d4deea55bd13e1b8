using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>Which package brings which commands: executables, and links to them, in the directories of PATH.</summary>
internal static class CommandIndex
{
    private static readonly HashSet<string> Directories = new(StringComparer.Ordinal) { "usr/bin", "usr/sbin", "usr/games" };

    /// <summary>Absolute paths inside the root by package id, sorted.</summary>
    public static SortedDictionary<string, IReadOnlyList<string>> Of(RootPlan plan)
    {
        var found = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var commands in plan.Entries
            .Where(entry => entry.Value.Owner.Length > 0 && Directories.Contains(EntryPath.Parent(entry.Key)) && IsCommand(plan, entry.Key, entry.Value))
            .GroupBy(entry => entry.Value.Owner, entry => $"/{entry.Key}", StringComparer.Ordinal))
        {
            found.Add(commands.Key, [.. commands.Order(StringComparer.Ordinal)]);
        }

        return found;
    }

    private static bool IsCommand(RootPlan plan, string path, RootEntry entry) => entry switch
    {
        RootEntry.Linked file => StoreModes.OfFile(file.Packaged.Mode) == StoreModes.Program,
        RootEntry.Symlink => plan.Resolve(path) is RootEntry.Linked target && StoreModes.OfFile(target.Packaged.Mode) == StoreModes.Program,
        _ => false,
    };
}
