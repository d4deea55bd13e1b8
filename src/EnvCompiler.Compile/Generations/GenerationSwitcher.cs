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
    /// <summary>Finds the generation that is meant.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="number">Which; null means the one that was live before.</param>
    /// <returns>Its number, or ENVC0431 where there is none of that number, or ENVC0433 where no other was live before.</returns>
    public static Result<int> Find(EnvironmentLock held, int? number)
    {
        if (number is { } wanted)
            return GenerationReader.Missing(held.Layout, wanted) is { } missing ? missing : wanted;
        var live = GenerationNumbers.Live(held.Layout);
        return new GenerationHistory(held.Layout).LiveBefore(live, GenerationNumbers.All(held.Layout)) is { } previous ? previous : CompileDiagnostics.NothingToRollBackTo(live);
    }

    /// <summary>Makes a generation live.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="number">Of <see cref="Find"/>.</param>
    /// <param name="kind"><see cref="HistoryKind"/>.</param>
    /// <param name="origin">Who does this.</param>
    public SwitchedGeneration Switch(EnvironmentLock held, int number, string kind, PublishOrigin origin)
    {
        var layout = held.Layout;
        var live = GenerationNumbers.Live(layout);
        var edits = KeepEdits(held, live);
        PendingSwitch.Announce(held, number);
        // The history lies beside the announcement, so its sync is for both.
        if (live != number)
            MakeLive(held, number, live, kind, origin, time.GetUtcNow());
        else
            held.Writer.Operations.SyncDirectory(layout.State);
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

    // Of the two files, what no generation has: in a directory that appears by a rename.
    private string? KeepEdits(EnvironmentLock held, int? live)
    {
        var kept = new List<(string Name, byte[] Content)>();
        foreach (var (file, name) in (ReadOnlySpan<(string, string)>)[(held.Layout.Manifest, "manifest.toml"), (held.Layout.Lock, "manifest.lock")])
        {
            if (File.Exists(file) && !IsOfSomeGeneration(held.Layout, file, name, live))
                kept.Add((name, File.ReadAllBytes(file)));
        }

        if (kept.Count == 0)
            return null;
        var (directory, operations) = (held.Layout.Edits(time.GetUtcNow()), held.Writer.Operations);
        var temporary = FileWriter.TemporaryFor(Path.GetDirectoryName(directory)!);
        held.Writer.EnsureSyncedDirectory(Path.GetDirectoryName(directory)!);
        held.Writer.EnsureDirectory(temporary);
        foreach (var (name, content) in kept)
            held.Writer.ReplaceUnsynced(Path.Combine(temporary, name), content);
        operations.SyncDirectory(temporary);
        operations.Rename(temporary, directory);
        operations.SyncDirectory(Path.GetDirectoryName(directory)!);
        return directory;
    }

    // Nearly always of the live one.
    private static bool IsOfSomeGeneration(EnvironmentLayout layout, string file, string name, int? live)
    {
        if (live is { } number && Has(number))
            return true;
        return GenerationNumbers.All(layout).Reverse().Any(Has);

        bool Has(int generation) => SameFile.Content(file, Path.Combine(layout.Generation(generation), name));
    }
}
