using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// JSON values as block YAML. A text is written plain only where every YAML, 1.1 and 1.2, reads the same text back; any other is double-quoted with everything escaped
/// that is not printable (YAML 1.2.2, 5.1 and 7.3.1).
/// </summary>
internal static class YamlText
{
    // What YAML 1.1 takes for truth values and nothing (yaml.org/type/bool, null); kubectl does for some.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    /// <summary>One document, an object, ending in a newline.</summary>
    internal static string Of(JsonElement document)
    {
        var text = new StringBuilder();
        AppendMembers(text, document, depth: 0);
        return text.ToString();
    }

    /// <summary>A text as a scalar.</summary>
    internal static string Scalar(string text) => IsPlain(text) ? text : Quote(text);

    private static void AppendMembers(StringBuilder text, JsonElement value, int depth)
    {
        var isFirst = true;
        foreach (var member in value.EnumerateObject())
        {
            // The first member of a list's item stands behind its dash.
            if (!isFirst || text.Length == 0 || text[^1] == '\n')
                text.Append(' ', depth);
            isFirst = false;
            text.Append(Scalar(member.Name)).Append(':');
            AppendValue(text, member.Value, depth);
        }
    }

    private static void AppendValue(StringBuilder text, JsonElement value, int depth)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        {
            text.Append('\n');
            AppendMembers(text, value, depth + 2);
        }
        else if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            text.Append('\n');
            foreach (var item in value.EnumerateArray())
                AppendItem(text, item, depth + 2);
        }
        else
        {
            text.Append(' ').Append(Flow(value)).Append('\n');
        }
    }

    private static void AppendItem(StringBuilder text, JsonElement item, int depth)
    {
        text.Append(' ', depth).Append('-');
        if (item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any())
        {
            text.Append(' ');
            AppendMembers(text, item, depth + 2);
        }
        else
        {
            AppendValue(text, item, depth);
        }
    }

    private static string Flow(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Scalar(value.GetString()!),
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        _ => value.GetRawText(),
    };

    // A letter or slash first: no number, date, tag, anchor or `<<` begins so.
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '/') && !Words.Contains(text)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_');

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                quoted.Append('\\').Append(rune);
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            case < 0x20 or (>= 0x7f and <= 0xa0) or 0x2028 or 0x2029 or 0xfeff or 0xfffe or 0xffff:
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                break;
            default:
                quoted.Append(rune);
                break;
        }
    }
}
