using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>
/// The commands that packages bring to roots: the one thing that compiling a generation needs of its roots besides their names. Most packages bring the
/// same to every root, so these are said once.
/// </summary>
public sealed record BuiltCommands
{
    /// <summary>Targets that the generation is compiled for, <c>SYSTEM/ACCELERATOR</c>, sorted.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Paths inside a root by package id.</summary>
    public required SortedDictionary<string, IReadOnlyList<string>> Commands { get; init; }

    /// <summary>What differs in a root, by <c>TARGET GROUP</c>, then by package id; absent where nothing does.</summary>
    public SortedDictionary<string, SortedDictionary<string, IReadOnlyList<string>>>? Differences { get; init; }

    /// <summary>Of roots that are there.</summary>
    /// <param name="roots">By target and group.</param>
    public static BuiltCommands Of(IReadOnlyDictionary<Target, IReadOnlyDictionary<string, RealisedRoot>> roots)
    {
        var common = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var differences = new SortedDictionary<string, SortedDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var (target, groups) in roots.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
        {
            foreach (var (group, root) in groups.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                foreach (var (package, commands) in root.Commands)
                {
                    if (common.TryAdd(package, commands) || common[package].SequenceEqual(commands))
                        continue;
                    var key = Key(target.ToString(), group);
                    if (!differences.TryGetValue(key, out var own))
                        differences[key] = own = new(StringComparer.Ordinal);
                    own[package] = commands;
                }
            }
        }

        return new BuiltCommands
        {
            Targets = [.. roots.Keys.Select(target => target.ToString()).Order(StringComparer.Ordinal)],
            Commands = common,
            Differences = differences.Count > 0 ? differences : null,
        };
    }

    /// <summary>The roots of a lock as they were, by target and group; they have no place on this machine.</summary>
    /// <returns>Null when a target is not in the lock.</returns>
    public IReadOnlyDictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>? RootsOf(Lock locked)
    {
        var roots = new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>();
        foreach (var name in Targets)
        {
            if (!Target.TryParse(name, out var target) || !locked.Targets.TryGetValue(name, out var row))
                return null;
            roots[target] = row.Groups.ToDictionary(
                pair => pair.Key, pair => new RealisedRoot(RootId.Of(locked, pair.Value), "", CommandsOf(name, pair.Key, pair.Value)), StringComparer.Ordinal);
        }

        return roots;
    }

    private Dictionary<string, IReadOnlyList<string>> CommandsOf(string target, string group, LockedGroup locked)
    {
        var commands = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var package in locked.Packages)
        {
            if (Differences?.GetValueOrDefault(Key(target, group))?.GetValueOrDefault(package) is { } own)
                commands[package] = own;
            else if (Commands.TryGetValue(package, out var common))
                commands[package] = common;
        }

        return commands;
    }

    private static string Key(string target, string group) => $"{target} {group}";
}
