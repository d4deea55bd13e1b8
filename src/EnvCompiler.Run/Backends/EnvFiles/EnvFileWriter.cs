using System.Text;

namespace EnvCompiler.Run.Backends.EnvFiles;

/// <summary>
/// Writes what <see cref="EnvFileParser"/> reads, so quoted that a shell which sources the file sees the same values.
/// </summary>
public static class EnvFileWriter
{
    /// <summary>One line a variable.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
            text.Append(name).Append('=').Append(Quote(value)).Append('\n');
        return text.ToString();
    }

    /// <summary>Single quotes; double quotes for a value that has a single one.</summary>
    /// <exception cref="ArgumentException">The value has a control character, which no line can hold in both languages.</exception>
    public static string Quote(string value)
    {
        foreach (var c in value)
        {
            if (char.IsControl(c))
                throw new ArgumentException("a value must not have control characters", nameof(value));
        }

        if (!value.Contains('\''))
            return $"'{value}'";
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\' or '$' or '`')
                text.Append('\\');
            text.Append(c);
        }

        return text.Append('"').ToString();
    }
}
