using System.Text;

namespace EnvCompiler.Model.Diagnostics;

/// <summary>Text of strangers made fit for a terminal.</summary>
public static class Printable
{
    /// <summary>The text with every control character but line feed and tab as <c>\u001B</c>; most texts come back as they are.</summary>
    public static string Text(string text)
    {
        foreach (var c in text)
        {
            if (IsControl(c))
                return Escape(text);
        }

        return text;
    }

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsControl(c))
                result.Append("\\u").Append(((int)c).ToString("X4"));
            else
                result.Append(c);
        }

        return result.ToString();
    }
}
