using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Puts generations of elsewhere in the place of an environment's own that have gone another way. Nothing is lost: what had these numbers is kept in
/// <c>.envc/replaced/TIME</c>, with the history, manifest and lock of before.
/// </summary>
/// <param name="time">Clock of the history.</param>
public sealed class GenerationReplacer(TimeProvider time)
{
    /// <summary>Replaces.</summary>
    /// <param name="held">The environment. No activation may use one of the generations that go.</param>
    /// <param name="replaced">Numbers that go, all that come after the last common one.</param>
    /// <param name="generations">By number, what comes.</param>
    /// <param name="entries">How these came about, and those before them that are not there any more; in order of their numbers.</param>
    /// <param name="live">The number to be live: one that comes, or one that stays.</param>
    /// <param name="origin">Who does this.</param>
    /// <returns>The directory of what is kept.</returns>
    public string Replace(
        EnvironmentLock held, IReadOnlyList<int> replaced, IReadOnlyDictionary<int, GenerationFiles> generations, IReadOnlyList<HistoryEntry> entries, int live, PublishOrigin origin)
    {
        var (layout, writer) = (held.Layout, held.Writer);
        var now = time.GetUtcNow();
        var name = KeptDirectory.FreeName(layout.Replaced, now);
        var history = new GenerationHistory(layout).Read();
        var known = history.Select(entry => entry.Generation).Except(replaced).ToHashSet();
        var isNew = generations.TryGetValue(live, out var files);
        var digest = isNew ? Convert.ToHexStringLower(SHA256.HashData(files!.Files["generation.json"].Content)) : PendingReplacement.DigestOf(layout.Generation(live));
        var pull = origin.EntryOf(HistoryKind.Pull, live, GenerationNumbers.Live(layout), entries.FirstOrDefault(entry => entry.Generation == live)?.Digest ?? digest, now);

        var temporary = FileWriter.TemporaryFor(layout.Replacing);
        var kept = Path.Combine(temporary, "kept");
        writer.EnsureDirectory(Path.Combine(temporary, "generations"));
        writer.EnsureDirectory(Path.Combine(kept, "generations"));
        foreach (var (number, compiled) in generations)
            GenerationWriter.WriteFiles(held, compiled, Path.Combine(temporary, "generations", number.ToString(CultureInfo.InvariantCulture)));
        foreach (var (file, copy) in (ReadOnlySpan<(string, string)>)[(layout.Manifest, "manifest.toml"), (layout.Lock, "manifest.lock"), (layout.History, "history.jsonl")])
        {
            if (File.Exists(file))
                Write(held, Path.Combine(kept, copy), File.ReadAllBytes(file));
        }

        string[] record = [$"{live}", name, digest, .. generations.Keys.Order().Select(number => $"in {number}"), .. replaced.Select(number => $"out {number}")];
        Write(held, Path.Combine(temporary, "record"), Encoding.ASCII.GetBytes(string.Join('\n', record) + '\n'));
        var lines = history.Where(entry => !replaced.Contains(entry.Generation)).Concat(entries.Where(entry => !known.Contains(entry.Generation))).Append(pull).Select(HistoryLine.Write);
        Write(held, Path.Combine(temporary, "history.jsonl"), Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n'));
        writer.Operations.SyncFileSystem(temporary);
        writer.Operations.Rename(temporary, layout.Replacing);
        writer.Operations.SyncDirectory(layout.State);
        PendingReplacement.Finish(held);
        return Path.Combine(layout.Replaced, name);
    }

    // All of it is synced at once.
    private static void Write(EnvironmentLock held, string path, byte[] content)
    {
        using var file = held.Writer.Operations.CreateNew(path, FileWriter.Readable);
        file.Write(content);
    }
}
