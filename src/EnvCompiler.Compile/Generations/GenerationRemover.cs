using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>Removes generations that are old. The history stays, and so their numbers are never used again.</summary>
public static class GenerationRemover
{
    /// <summary>Which may go: none that is live or in use, none of the newest, none that was live lately.</summary>
    /// <param name="layout">The environment.</param>
    /// <param name="keep">How many of the newest stay; null for any number.</param>
    /// <param name="lastLiveBefore">Those that were live at this time or later stay; null for any time.</param>
    /// <param name="inUse">Generations of running activations and services.</param>
    /// <returns>Numbers, ascending; none where neither limit is given.</returns>
    public static IReadOnlyList<int> Choose(EnvironmentLayout layout, int? keep, DateTimeOffset? lastLiveBefore, IReadOnlySet<int> inUse)
    {
        if (keep is null && lastLiveBefore is null)
            return [];
        var present = GenerationNumbers.All(layout);
        var live = GenerationNumbers.Live(layout);
        var lastLive = lastLiveBefore is null ? [] : LastLive(layout);
        return
        [
            .. present.SkipLast(keep ?? 0)
                .Where(number => number != live && !inUse.Contains(number) && (lastLiveBefore is not { } time || lastLive.GetValueOrDefault(number) < time)),
        ];
    }

    /// <summary>Removes them: each disappears by one rename.</summary>
    public static void Remove(EnvironmentLock held, IReadOnlyList<int> numbers)
    {
        if (numbers.Count == 0)
            return;
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        foreach (var number in numbers)
            operations.Rename(layout.Generation(number), AwayOf(layout, number));
        // Before anything in them is deleted: after a power cut half of one must not be back in its place.
        operations.SyncDirectory(layout.Generations);
        foreach (var number in numbers)
        {
            DirectoryTree.Delete(operations, AwayOf(layout, number));
            operations.Unlink(layout.PulledCommands(number));
            foreach (var host in Directory.Exists(layout.HostFactsOfAll) ? Directory.EnumerateDirectories(layout.HostFactsOfAll) : [])
                DirectoryTree.Delete(operations, new HostFactsLayout(host).Env(number));
        }
    }

    private static string AwayOf(EnvironmentLayout layout, int number) =>
        Path.Combine(layout.Generations, $"{GenerationWriter.TemporaryPrefix}{Environment.ProcessId}-{number}");

    // A generation is live from its entry to the next one.
    private static Dictionary<int, DateTimeOffset> LastLive(EnvironmentLayout layout)
    {
        var last = new Dictionary<int, DateTimeOffset>();
        var entries = new GenerationHistory(layout).Read();
        for (var i = 0; i + 1 < entries.Count; i++)
            last[entries[i].Generation] = DateTimeOffset.Parse(entries[i + 1].Time, System.Globalization.CultureInfo.InvariantCulture);
        return last;
    }
}
