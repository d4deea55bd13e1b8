using System.Security.Cryptography;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Makes another generation live by one rename, of <c>current</c>; the environment's manifest and lock become its own. What a person had edited and no
/// generation has is kept apart. Nothing is resolved, fetched or composed here.
/// </summary>
/// <param name="time">Clock of the history.</param>
public sealed class GenerationSwitcher(TimeProvider time)
{
    /// <summary>Makes a generation live.</summary>
    /// <returns>What was done, or ENVC0431 where there is none of that number.</returns>
    public Result<SwitchedGeneration> Switch(EnvironmentLock held, int number, PublishOrigin origin) => To(held, number, HistoryKind.Switch, origin);

    /// <summary>Makes a generation live again.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="number">Which; null means the one that was live before.</param>
    /// <param name="origin">Who does this.</param>
    /// <returns>What was done, or ENVC0431, or ENVC0433 where none was live before.</returns>
    public Result<SwitchedGeneration> RollBack(EnvironmentLock held, int? number, PublishOrigin origin)
    {
        if (number is { } chosen)
            return To(held, chosen, HistoryKind.Rollback, origin);
        var live = GenerationNumbers.Live(held.Layout);
        var previous = new GenerationHistory(held.Layout).LiveBefore(live, GenerationNumbers.All(held.Layout));
        return previous is { } found ? To(held, found, HistoryKind.Rollback, origin) : CompileDiagnostics.NothingToRollBackTo(live);
    }

    private Result<SwitchedGeneration> To(EnvironmentLock held, int number, string kind, PublishOrigin origin)
    {
        var layout = held.Layout;
        var present = GenerationNumbers.All(layout);
        if (!present.Contains(number))
            return CompileDiagnostics.NoSuchGeneration(number, present);
        var edits = KeepEdits(held, present);
        var live = GenerationNumbers.Live(layout);
        PendingSwitch.Announce(held, number);
        if (live != number)
            MakeLive(held, number, live, kind, origin, time.GetUtcNow());
        PendingSwitch.Finish(held);
        return new SwitchedGeneration(number, live, edits);
    }

    /// <summary>The line of the history, and the rename that decides.</summary>
    internal static void MakeLive(EnvironmentLock held, int number, int? live, string kind, PublishOrigin origin, DateTimeOffset now)
    {
        var content = File.ReadAllBytes(Path.Combine(held.Layout.Generation(number), "generation.json"));
        new GenerationHistory(held.Layout).Append(held, live, new()
        {
            Kind = kind,
            Generation = number,
            Parent = live,
            Digest = Convert.ToHexStringLower(SHA256.HashData(content)),
            Time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            Author = origin.Author,
            Host = origin.Host,
            Command = origin.Command,
        });
        held.Writer.ReplaceSymlink(held.Layout.Current, $"generations/{number}");
    }

    // Of the two files, what no generation has.
    private string? KeepEdits(EnvironmentLock held, IReadOnlyList<int> present)
    {
        var layout = held.Layout;
        var edited = new (string File, string Name)[] { (layout.Manifest, "manifest.toml"), (layout.Lock, "manifest.lock") }
            .Where(pair => File.Exists(pair.File) && !present.Reverse().Any(number => SameFile.Content(pair.File, Path.Combine(layout.Generation(number), pair.Name))))
            .ToArray();
        if (edited.Length == 0)
            return null;
        var directory = layout.Edits(time.GetUtcNow());
        held.Writer.EnsureDirectory(directory);
        foreach (var (file, name) in edited)
            held.Writer.Replace(Path.Combine(directory, name), File.ReadAllBytes(file));
        return directory;
    }
}
