using System.Text.Json;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Json;

/// <summary>What every reader of our JSON files needs for its messages.</summary>
public static class JsonText
{
    /// <summary>
    /// What a token has that no file of ours may, or null: the deserialiser lets null into maps and lists whatever their types say, and half of a
    /// character into every text.
    /// </summary>
    public static string? Problem(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => "a value is `null`",
        JsonTokenType.String or JsonTokenType.PropertyName when !IsText(reader) => "a text has half of a character",
        _ => null,
    };

    /// <summary>The place of an offset in bytes; of the whole file where it is negative.</summary>
    public static SourcePlace PlaceOf(string file, ReadOnlySpan<byte> utf8, int offset)
    {
        if (offset < 0)
            return new SourcePlace(file);
        var before = utf8[..offset];
        return new SourcePlace(file, before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>The place that an exception names.</summary>
    public static SourcePlace PlaceOf(string file, JsonException e) => new(file, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1);

    /// <summary>The exception's message without the parts that only a programmer can use: the type, the path and the place.</summary>
    public static string Reason(JsonException e)
    {
        var message = e.Message;
        foreach (var end in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            if (message.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
                message = message[..at];
        }

        if (message.IndexOf("' was missing required", StringComparison.Ordinal) is >= 0 and var missing)
            message = string.Concat("an object", message.AsSpan(missing + 1));
        return message.TrimEnd('.', ' ').Replace('\'', '`');
    }

    private static bool IsText(Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return true;
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
