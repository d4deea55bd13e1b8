using System.Text;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends.EnvFiles;

/// <summary>
/// Reads <c>NAME=value</c> lines without a shell: an optional <c>export</c>, values bare, in single quotes (literal) or in double quotes
/// (<c>\n</c>, <c>\t</c>, <c>\"</c>, <c>\\</c>; any other escaped character stands for itself). Nothing is ever expanded or executed.
/// </summary>
public static class EnvFileParser
{
    private const string Export = "export";

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">For places.</param>
    /// <param name="text">Its content.</param>
    /// <returns>Variables in the order of the file; all problems otherwise.</returns>
    public static Result<IReadOnlyList<KeyValuePair<string, string>>> Parse(string path, string text)
    {
        var values = new List<KeyValuePair<string, string>>();
        var problems = new List<Diagnostic>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (TryParseLine(line, out var name, out var value, out var problem))
                values.Add(new(name, value));
            else
                problems.Add(BackendDiagnostics.EnvFileLine(new SourcePlace(path, i + 1), problem));
        }

        return problems.Count == 0 ? values : Result<IReadOnlyList<KeyValuePair<string, string>>>.Failure(problems);
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, out string name, out string value, out string problem)
    {
        name = value = problem = "";
        if (line.StartsWith(Export) && line.Length > Export.Length && char.IsWhiteSpace(line[Export.Length]))
            line = line[Export.Length..].TrimStart();
        var equals = line.IndexOf('=');
        if (equals < 0 || !IsName(line[..equals].TrimEnd()))
        {
            problem = "is not `NAME=value`";
            return false;
        }

        name = line[..equals].TrimEnd().ToString();
        var rest = line[(equals + 1)..].TrimStart();
        foreach (var c in rest)
        {
            if (char.IsControl(c) && c != '\t')
            {
                problem = "has a control character";
                return false;
            }
        }

        switch (rest)
        {
            case ['\'', ..]:
                return TryParseQuoted(rest, '\'', out value, out problem);
            case ['"', ..]:
                return TryParseQuoted(rest, '"', out value, out problem);
            default:
                value = WithoutComment(rest).ToString();
                return true;
        }
    }

    private static bool TryParseQuoted(ReadOnlySpan<char> text, char quote, out string value, out string problem)
    {
        var content = new StringBuilder();
        value = problem = "";
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                var after = text[(i + 1)..].TrimStart();
                value = content.ToString();
                if (after.IsEmpty || after[0] == '#')
                    return true;
                problem = "has text after the closing quote";
                return false;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length)
                content.Append(text[++i] switch { 'n' => '\n', 't' => '\t', var c => c });
            else
                content.Append(text[i]);
        }

        problem = "has no closing quote";
        return false;
    }

    // A comment begins at a `#` with a blank before it.
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && (i == 0 || char.IsWhiteSpace(text[i - 1])))
                return text[..i].TrimEnd();
        }

        return text;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
