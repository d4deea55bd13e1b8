using System.Text;
using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile;

/// <summary><c>history.jsonl</c>: which generation became live when, and by whom. Written under the writer lock only.</summary>
/// <param name="layout">The environment.</param>
/// <param name="writer">Writes.</param>
public sealed class GenerationHistory(EnvironmentLayout layout, FileWriter writer)
{
    /// <summary>The entries, oldest first.</summary>
    /// <exception cref="JsonException">A line is not what envc wrote.</exception>
    public IReadOnlyList<HistoryEntry> Read() =>
        [.. Lines().Select(line => JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEntry)!)];

    /// <summary>The highest number ever used, or 0.</summary>
    internal int Last() => Read() is { Count: > 0 } entries ? entries.Max(entry => entry.Generation) : 0;

    internal void Append(HistoryEntry entry) => Write([.. Lines(), JsonSerializer.Serialize(entry, HistoryJson.Default.HistoryEntry)]);

    /// <summary>Drops a last line whose switch did not come about.</summary>
    internal void DropUnconfirmed(int? live)
    {
        var lines = Lines();
        if (lines.Count > 0 && JsonSerializer.Deserialize(lines[^1], HistoryJson.Default.HistoryEntry)!.Generation != live)
            Write(lines[..^1]);
    }

    private List<string> Lines() => File.Exists(layout.History) ? [.. File.ReadAllLines(layout.History)] : [];

    private void Write(List<string> lines) =>
        writer.Replace(layout.History, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
}
