using System.Text;

namespace EnvCompiler.Run.Activation;

/// <summary>Expands text in double-quote syntax that has nothing but <c>$NAME</c>, <c>${NAME}</c> and protected characters.</summary>
internal static class VariableExpansion
{
    internal static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.AsSpan().ContainsAny('$', '\\'))
            return text;
        var expanded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '$' or '`' or '\\')
            {
                expanded.Append(text[++i]);
                continue;
            }

            var braced = text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{';
            var start = braced ? i + 2 : i + 1;
            var end = start;
            while (text[i] == '$' && end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            if (text[i] != '$' || end == start)
            {
                expanded.Append(text[i]);
                continue;
            }

            expanded.Append(variables.GetValueOrDefault(text[start..end]));
            i = braced ? end : end - 1;
        }

        return expanded.ToString();
    }
}
