using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EnvCompiler.Model.Generations;

/// <summary>
/// A line of <c>history.jsonl</c>, written and read by hand: the serializer's metadata alone costs 15 ms of a cold start, the reader and the writer 5, and a switch has 20.
/// Fields of newer versions are skipped.
/// </summary>
public static class HistoryLine
{
    /// <summary>Without the line's end.</summary>
    public static string Write(HistoryEntry entry)
    {
        var line = new StringBuilder(512);
        AppendText(line.Append("{\"kind\":"), entry.Kind);
        line.Append(CultureInfo.InvariantCulture, $",\"generation\":{entry.Generation}");
        if (entry.Parent is { } parent)
            line.Append(CultureInfo.InvariantCulture, $",\"parent\":{parent}");
        AppendText(line.Append(",\"digest\":"), entry.Digest);
        AppendText(line.Append(",\"time\":"), entry.Time);
        AppendText(line.Append(",\"author\":"), entry.Author);
        AppendText(line.Append(",\"host\":"), entry.Host);
        line.Append(",\"command\":[");
        for (var i = 0; i < entry.Command.Count; i++)
            AppendText(i == 0 ? line : line.Append(','), entry.Command[i]);
        return line.Append("]}").ToString();
    }

    /// <summary>The generation and its digest, where the line is as <see cref="Write"/> makes it; a switch has no need to load a JSON reader for them.</summary>
    public static bool TryPeek(ReadOnlySpan<char> line, out int generation, out string digest)
    {
        (generation, digest) = (0, "");
        // Within a string these quotes would be escaped.
        var number = After(line, "\"generation\":");
        var hash = After(line, ",\"digest\":\"");
        if (number.IndexOf(',') is not (> 0 and var end) || hash.IndexOf('"') is not (> 0 and var quote) || line.IndexOf("{\"kind\":\"") != 0)
            return false;
        digest = hash[..quote].ToString();
        return int.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out generation) && !digest.Contains('\\');
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is not what envc writes.</exception>
    public static HistoryEntry Read(string line)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        string? kind = null, digest = null, time = null, author = null, host = null;
        int? generation = null, parent = null;
        var command = new List<string>();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            Expect(reader.Read());
            switch (key)
            {
                case "kind": kind = Text(reader); break;
                case "generation": generation = Number(reader); break;
                case "parent": parent = Number(reader); break;
                case "digest": digest = Text(reader); break;
                case "time": time = Text(reader); break;
                case "author": author = Text(reader); break;
                case "host": host = Text(reader); break;
                case "command" when reader.TokenType == JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        command.Add(Text(reader));
                    break;
                default: reader.Skip(); break;
            }
        }

        Expect(reader.TokenType == JsonTokenType.EndObject);
        return new HistoryEntry
        {
            Kind = kind ?? throw Missing("kind"),
            Generation = generation ?? throw Missing("generation"),
            Parent = parent,
            Digest = digest ?? throw Missing("digest"),
            Time = time ?? throw Missing("time"),
            Author = author ?? throw Missing("author"),
            Host = host ?? throw Missing("host"),
            Command = command,
        };
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> line, string key) => line.IndexOf(key) is >= 0 and var at ? line[(at + key.Length)..] : default;

    // RFC 8259, section 7.
    private static void AppendText(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                line.Append('\\').Append(c);
            else if (char.IsControl(c))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                line.Append(c);
        }

        line.Append('"');
    }

    private static string Text(Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.String);
        return reader.GetString()!;
    }

    private static int Number(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : throw new JsonException("this is not what envc writes");

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new JsonException("this is not what envc writes");
    }

    private static JsonException Missing(string key) => new($"`{key}` is missing");
}
