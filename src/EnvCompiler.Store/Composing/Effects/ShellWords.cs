using System.Text;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>Words of a line as a shell would see them, as far as no expansion is involved.</summary>
internal static class ShellWords
{
    /// <summary>Splits at blanks; quotes group, and a backslash inside of words is kept for the reader of the word.</summary>
    /// <param name="line">One line.</param>
    /// <param name="maximum">The last word takes the rest of the line as it is.</param>
    public static List<string> Split(string line, int maximum = int.MaxValue)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }

            if (words.Count == maximum - 1)
            {
                words.Add(line[i..].TrimEnd());
                break;
            }

            words.Add(Next(line, ref i));
        }

        return words;
    }

    private static string Next(string line, ref int i)
    {
        var word = new StringBuilder();
        var quote = '\0';
        for (; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0')
                quote = c;
            else if (quote == '\0' && char.IsWhiteSpace(c))
                break;
            else
                word.Append(c);
        }

        return word.ToString();
    }
}
