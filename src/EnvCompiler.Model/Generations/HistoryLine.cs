using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EnvCompiler.Model.Generations;

/// <summary>
/// A line of <c>history.jsonl</c>, written and read by hand: the serializer's metadata alone costs 15 ms of a cold start, which is most of a switch. Fields of
/// newer versions are skipped.
/// </summary>
public static class HistoryLine
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Without the line's end.</summary>
    public static string Write(HistoryEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", entry.Kind);
            writer.WriteNumber("generation", entry.Generation);
            if (entry.Parent is { } parent)
                writer.WriteNumber("parent", parent);
            writer.WriteString("digest", entry.Digest);
            writer.WriteString("time", entry.Time);
            writer.WriteString("author", entry.Author);
            writer.WriteString("host", entry.Host);
            writer.WriteStartArray("command");
            foreach (var word in entry.Command)
                writer.WriteStringValue(word);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
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
