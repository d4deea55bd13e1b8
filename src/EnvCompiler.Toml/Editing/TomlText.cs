using System.Globalization;
using System.Text;

namespace EnvCompiler.Toml.Editing;

/// <summary>Values as TOML text, for edits.</summary>
public static class TomlText
{
    /// <summary>A basic string.</summary>
    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>A boolean.</summary>
    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>An integer.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An array of strings on one line.</summary>
    public static string Array(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Of))}]";

    /// <summary>An inline table on one line.</summary>
    /// <param name="entries">Keys without quotes, and values as TOML text.</param>
    public static string Table(IEnumerable<KeyValuePair<string, string>> entries) =>
        $"{{ {string.Join(", ", entries.Select(entry => $"{Key(entry.Key)} = {entry.Value}"))} }}";

    /// <summary>A key: bare where it can be, quoted otherwise.</summary>
    public static string Key(string name)
    {
        var isBare = name.Length > 0;
        foreach (var c in name)
            isBare &= char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
        return isBare ? name : Of(name);
    }

    internal static string Keys(IEnumerable<string> path) => string.Join('.', path.Select(Key));
}
