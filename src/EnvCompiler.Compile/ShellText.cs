using System.Text;

namespace EnvCompiler.Compile;

/// <summary>Text as words of a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>One word that means exactly the text: bare where that is safe, else in single quotes.</summary>
    internal static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or ',' or '@' or '%')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// The text in double quotes, with its <c>$NAME</c>, <c>${…}</c> and command substitutions alive. A backslash protects <c>$</c>, a
    /// backquote and a backslash; any other backslash, and every double quote, is itself.
    /// </summary>
    internal static string DoubleQuote(string text)
    {
        var quoted = new StringBuilder(text.Length + 8).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\' && next is '$' or '`' or '\\')
                quoted.Append('\\').Append(text[++i]);
            else if (text[i] is '"' or '\\')
                quoted.Append('\\').Append(text[i]);
            else
                quoted.Append(text[i]);
        }

        return quoted.Append('"').ToString();
    }
}
