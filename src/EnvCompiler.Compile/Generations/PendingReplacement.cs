using System.Globalization;
using System.Security.Cryptography;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// A replacement gives numbers of an environment to other generations, which no single rename does. So <c>.envc/replacing</c> appears first, by one rename, with all of it; from then
/// on it is made, and whoever takes the writer lock after a crash finishes it. At every step between, the live generation is whole and the one that the history says.
/// <code>
/// record            the number to be live, the name for what is kept, SHA-256 of its generation.json; then a line for each number: `in N`, `out N`
/// history.jsonl     the history to be
/// generations/N     what comes in
/// kept/             what goes out: manifest, lock, history and, as they move, generations/N
/// </code>
/// </summary>
internal static class PendingReplacement
{
    /// <summary>Finishes the replacement that is announced, if one is.</summary>
    internal static void Finish(EnvironmentLock held)
    {
        var layout = held.Layout;
        if (!Directory.Exists(layout.Replacing))
            return;
        var record = File.ReadAllLines(Path.Combine(layout.Replacing, "record"));
        var (live, name, digest) = (int.Parse(record[0], CultureInfo.InvariantCulture), record[1], record[2]);
        var (comesIn, goesOut) = (Numbers(record, "in "), Numbers(record, "out "));
        var history = File.ReadAllLines(Path.Combine(layout.Replacing, "history.jsonl"));
        if (!File.ReadLines(layout.History).SequenceEqual(history))
        {
            AnnounceInHistory(held, history);
            // What is live now goes last, after something else is, or changes places with what comes under its number.
            var before = GenerationNumbers.Live(layout);
            var changesPlaces = before == live && Directory.Exists(Incoming(layout, live));
            Move(held, [.. comesIn.Where(number => number != before)], goesOut.Where(number => number != before));
            MakeLive(held, live, digest, changesPlaces);
            Move(held, comesIn, goesOut);
            Follow(held, live);
            ForgetFacts(held, goesOut);
            held.Writer.Replace(layout.History, File.ReadAllBytes(Path.Combine(layout.Replacing, "history.jsonl")));
        }

        CleanUp(held, name);
    }

    // The history to be, and before its last line the one that says what is live until then: readers leave out a last line that is not live yet.
    private static void AnnounceInHistory(EnvironmentLock held, string[] history)
    {
        var lines = File.ReadAllLines(held.Layout.History);
        var isThere = lines.Length == history.Length + 1 && lines.AsSpan(0, history.Length - 1).SequenceEqual(history.AsSpan(0, history.Length - 1));
        if (isThere)
            return;
        var confirmed = new GenerationHistory(held.Layout).Read().Count - 1;
        held.Writer.Replace(held.Layout.History, string.Join('\n', [.. history[..^1], lines[confirmed], history[^1]]) + '\n');
    }

    // Out of the way first, and known to be there, before anything takes the place.
    private static void Move(EnvironmentLock held, IReadOnlyList<int> comesIn, IEnumerable<int> goesOut)
    {
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        var incoming = comesIn.Where(number => Directory.Exists(Incoming(layout, number))).ToArray();
        var outgoing = goesOut
            .Where(number => Directory.Exists(layout.Generation(number)) && !Directory.Exists(Outgoing(layout, number)) && (incoming.Contains(number) || !comesIn.Contains(number)))
            .ToArray();
        foreach (var number in outgoing)
            operations.Rename(layout.Generation(number), Outgoing(layout, number));
        if (outgoing.Length > 0)
            operations.SyncDirectory(Path.Combine(layout.Replacing, "kept", "generations"));
        foreach (var number in incoming)
            operations.Rename(Incoming(layout, number), layout.Generation(number));
        if (incoming.Length > 0)
            operations.SyncDirectory(layout.Generations);
    }

    // By one rename: of `current`, or, where the number stays and is another generation, of the two directories at once.
    private static void MakeLive(EnvironmentLock held, int number, string digest, bool changesPlaces)
    {
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        if (!changesPlaces)
        {
            if (GenerationNumbers.Live(layout) != number)
                held.Writer.ReplaceSymlink(layout.Current, $"generations/{number}");
            return;
        }

        if (DigestOf(layout.Generation(number)) != digest)
        {
            operations.Exchange(layout.Generation(number), Incoming(layout, number));
            operations.SyncDirectory(layout.Generations);
        }

        operations.Rename(Incoming(layout, number), Outgoing(layout, number));
        operations.SyncDirectory(Path.Combine(layout.Replacing, "kept", "generations"));
    }

    // A file that a person has edited since stays as it is.
    private static void Follow(EnvironmentLock held, int live)
    {
        var layout = held.Layout;
        PendingFile.Follow(held, manifest: ContentFor(layout.Manifest, "manifest.toml"), locked: ContentFor(layout.Lock, "manifest.lock"));

        byte[]? ContentFor(string file, string name)
        {
            var kept = Path.Combine(layout.Replacing, "kept", name);
            var isStill = File.Exists(kept) ? SameFile.Content(file, kept) : !File.Exists(file);
            return isStill ? File.ReadAllBytes(Path.Combine(layout.Generation(live), name)) : null;
        }
    }

    // What hosts have linked by number is of the generation that had it.
    private static void ForgetFacts(EnvironmentLock held, IReadOnlyList<int> numbers)
    {
        var layout = held.Layout;
        foreach (var host in Directory.Exists(layout.HostFactsOfAll) ? Directory.EnumerateDirectories(layout.HostFactsOfAll) : [])
        {
            foreach (var number in numbers)
                DirectoryTree.Delete(held.Writer.Operations, new HostFactsLayout(host).Env(number));
        }
    }

    // It goes as a whole before anything in it is deleted: after a power cut half of it must not be back.
    private static void CleanUp(EnvironmentLock held, string name)
    {
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        var kept = Path.Combine(layout.Replacing, "kept");
        if (Directory.Exists(kept))
        {
            held.Writer.EnsureSyncedDirectory(layout.Replaced);
            operations.Rename(kept, Path.Combine(layout.Replaced, name));
            operations.SyncDirectory(layout.Replaced);
        }

        var away = FileWriter.TemporaryFor(layout.Replacing);
        operations.Rename(layout.Replacing, away);
        operations.SyncDirectory(layout.State);
        DirectoryTree.Delete(operations, away);
    }

    /// <summary>SHA-256 of a generation's <c>generation.json</c>.</summary>
    internal static string DigestOf(string generation) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(generation, "generation.json"))));

    private static string Incoming(EnvironmentLayout layout, int number) => Path.Combine(layout.Replacing, "generations", number.ToString(CultureInfo.InvariantCulture));

    private static string Outgoing(EnvironmentLayout layout, int number) => Path.Combine(layout.Replacing, "kept", "generations", number.ToString(CultureInfo.InvariantCulture));

    private static int[] Numbers(string[] record, string prefix) =>
        [.. record.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => int.Parse(line.AsSpan(prefix.Length), CultureInfo.InvariantCulture))];
}
