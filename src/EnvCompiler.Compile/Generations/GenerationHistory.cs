using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary><c>history.jsonl</c>: which generation became live when, and by whom.</summary>
/// <param name="layout">The environment.</param>
public sealed class GenerationHistory(EnvironmentLayout layout)
{
    /// <summary>The entries, oldest first; without a last one that the live generation does not confirm, which a crash left.</summary>
    /// <exception cref="JsonException">A line is not what envc wrote.</exception>
    public IReadOnlyList<HistoryEntry> Read() =>
        [.. Confirmed(GenerationNumbers.Live(layout)).Select(Parse)];

    /// <summary>The highest number ever used, or 0.</summary>
    internal int Last() => Lines().Select(line => Parse(line).Generation).DefaultIfEmpty().Max();

    /// <summary>Which other generation was live most recently; null where none was that is still there.</summary>
    internal int? LiveBefore(int? live, IReadOnlyList<int> present) =>
        Read().Reverse().Select(entry => (int?)entry.Generation).FirstOrDefault(number => number != live && present.Contains(number!.Value));

    /// <summary>Adds an entry for what is about to become live.</summary>
    internal void Append(EnvironmentLock held, int? live, HistoryEntry entry)
    {
        var lines = Confirmed(live).Append(JsonSerializer.Serialize(entry, HistoryJson.Default.HistoryEntry));
        held.Writer.Replace(layout.History, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }

    private IEnumerable<string> Confirmed(int? live)
    {
        var lines = Lines();
        return lines.Count > 0 && Parse(lines[^1]).Generation != live ? lines.SkipLast(1) : lines;
    }

    private List<string> Lines() => File.Exists(layout.History) ? [.. File.ReadLines(layout.History)] : [];

    private static HistoryEntry Parse(string line) => JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEntry)!;
}
