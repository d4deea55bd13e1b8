using System.Globalization;
using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary><c>history.jsonl</c>: which generation became live when, and by whom.</summary>
/// <param name="layout">The environment.</param>
public sealed class GenerationHistory(EnvironmentLayout layout)
{
    /// <summary>The entries, oldest first; without a last one that the live generation does not confirm, which a crash left.</summary>
    /// <exception cref="IOException">A line is not what envc wrote.</exception>
    public IReadOnlyList<HistoryEntry> Read()
    {
        var entries = Lines().Select((line, index) => Parse(line, index + 1)).ToList();
        if (entries.Count > 0 && entries[^1].Generation != GenerationNumbers.Live(layout))
            entries.RemoveAt(entries.Count - 1);
        return entries;
    }

    /// <summary>The highest number ever used, or 0.</summary>
    internal int Last() => Lines().Select((line, index) => Parse(line, index + 1).Generation).DefaultIfEmpty().Max();

    /// <summary>Which other generation was live most recently; null where none was that is still there.</summary>
    internal int? LiveBefore(int? live, IReadOnlyList<int> present) =>
        Read().Reverse().Select(entry => (int?)entry.Generation).FirstOrDefault(number => number != live && present.Contains(number!.Value));

    /// <summary>SHA-256 of a generation's <c>generation.json</c> as it was made; null where the history does not have it.</summary>
    internal string? DigestOf(int number)
    {
        var lines = Lines();
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            // Whole lines are read where they may be the one: a history may be long.
            if (lines[i].Contains(string.Create(CultureInfo.InvariantCulture, $"\"generation\":{number},"), StringComparison.Ordinal) && Parse(lines[i], i + 1) is var entry && entry.Generation == number)
                return entry.Digest;
        }

        return null;
    }

    /// <summary>Adds an entry for what is about to become live.</summary>
    internal void Append(EnvironmentLock held, int? live, HistoryEntry entry)
    {
        var lines = Confirmed(live);
        lines.Add(HistoryLine.Write(entry));
        Write(held, lines);
    }

    /// <summary>
    /// Adds how generations of elsewhere came about. They were not live here, so the last line stays the last; where nothing is live yet, a last line
    /// that nothing confirms is added, as by a crash between it and the switch.
    /// </summary>
    internal void Insert(EnvironmentLock held, int? live, IReadOnlyList<HistoryEntry> entries)
    {
        var lines = Confirmed(live);
        var last = lines.Count > 0 ? lines[^1] : HistoryLine.Write(entries[^1]);
        Write(held, [.. lines.SkipLast(1), .. entries.Select(HistoryLine.Write), last]);
    }

    // Without a last line whose switch did not come about.
    private List<string> Confirmed(int? live)
    {
        var lines = Lines();
        if (lines.Count > 0 && Parse(lines[^1], lines.Count).Generation != live)
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private void Write(EnvironmentLock held, List<string> lines) =>
        held.Writer.Replace(layout.History, Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n'));

    private List<string> Lines() => File.Exists(layout.History) ? [.. File.ReadLines(layout.History)] : [];

    private HistoryEntry Parse(string line, int number)
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
