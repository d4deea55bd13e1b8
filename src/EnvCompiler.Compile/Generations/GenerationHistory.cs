using System.Globalization;
using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary><c>history.jsonl</c>: which generation became live when, and by whom.</summary>
/// <param name="layout">The environment.</param>
public sealed class GenerationHistory(EnvironmentLayout layout)
{
    private string? read;

    /// <summary>The entries, oldest first; without a last one that the live generation does not confirm, which a crash left.</summary>
    /// <exception cref="IOException">A line is not what envc wrote.</exception>
    public IReadOnlyList<HistoryEntry> Read()
    {
        var entries = Lines().Select((line, index) => ParseLine(line, index + 1)).ToList();
        if (entries.Count > 0 && entries[^1].Generation != GenerationNumbers.Live(layout))
            entries.RemoveAt(entries.Count - 1);
        return entries;
    }

    /// <summary>The highest number ever used, or 0.</summary>
    internal int Last() => Lines().Select((line, index) => ParseLine(line, index + 1).Generation).DefaultIfEmpty().Max();

    /// <summary>Which other generation was live most recently; null where none was that is still there.</summary>
    internal int? LiveBefore(int? live, IReadOnlyList<int> present) =>
        Read().Reverse().Select(entry => (int?)entry.Generation).FirstOrDefault(number => number != live && present.Contains(number!.Value));

    /// <summary>SHA-256 of a generation's <c>generation.json</c> as it was made; null where the history does not have it.</summary>
    internal string? DigestOf(int number)
    {
        var text = Text();
        var sought = string.Create(CultureInfo.InvariantCulture, $"\"generation\":{number},");
        // Only lines that may be the one are read: a history may be long, and a switch is not.
        for (var end = text.Length; end > 0 && text.AsSpan(0, end).LastIndexOf(sought) is >= 0 and var found; end = StartOfLine(text, found))
        {
            if (Peek(text, StartOfLine(text, found)) is var (generation, digest) && generation == number)
                return digest;
        }

        return null;
    }

    /// <summary>Adds an entry for what is about to become live.</summary>
    internal void Append(EnvironmentLock held, int? live, HistoryEntry entry) => Write(held, $"{Confirmed(live)}{HistoryLine.Write(entry)}\n");

    /// <summary>
    /// Adds how generations of elsewhere came about. They were not live here, so the last line stays the last; where nothing is live yet, a last line
    /// that nothing confirms is added, as by a crash between it and the switch.
    /// </summary>
    internal void Insert(EnvironmentLock held, int? live, IReadOnlyList<HistoryEntry> entries)
    {
        var text = Confirmed(live);
        var start = StartOfLine(text, text.Length - 1);
        var last = start < text.Length ? text[start..] : HistoryLine.Write(entries[^1]) + '\n';
        Write(held, $"{text[..start]}{string.Concat(entries.Select(entry => HistoryLine.Write(entry) + '\n'))}{last}");
    }

    // Without a last line whose switch did not come about.
    private string Confirmed(int? live)
    {
        var text = Text();
        var last = StartOfLine(text, text.Length - 1);
        return last == text.Length || Peek(text, last).Generation == live ? text : text[..last];
    }

    private void Write(EnvironmentLock held, string text)
    {
        held.Writer.Replace(layout.History, text);
        read = text;
    }

    // Once for what a switch asks of it: only who has the lock writes, and asks anew by another object.
    private string Text() => read ??= File.Exists(layout.History) ? SmallFile.ReadText(layout.History) : "";

    private List<string> Lines() => File.Exists(layout.History) ? [.. File.ReadLines(layout.History)] : [];

    // Of the line that has this character; every line ends with a line feed.
    private static int StartOfLine(string text, int at) => at <= 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private (int Generation, string Digest) Peek(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        var line = end < 0 ? text[start..] : text[start..end];
        if (HistoryLine.TryPeek(line, out var generation, out var digest))
            return (generation, digest);
        var entry = ParseLine(line, text.AsSpan(0, start).Count('\n') + 1);
        return (entry.Generation, entry.Digest);
    }

    private HistoryEntry ParseLine(string line, int number)
    {
        try
        {
            return HistoryLine.Read(line);
        }
        catch (JsonException e)
        {
            throw new IOException($"`{layout.History}`, line {number}: {e.Message}", e);
        }
    }
}
