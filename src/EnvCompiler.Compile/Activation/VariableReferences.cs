namespace EnvCompiler.Compile.Activation;

/// <summary>What a text in double-quote syntax refers to.</summary>
/// <param name="Names">Variables named as <c>$NAME</c> or <c>${NAME…}</c>.</param>
/// <param name="NeedsShell">It holds more than that: a command substitution, <c>${A:-b}</c>, <c>$1</c>.</param>
internal sealed record VariableReferences(IReadOnlyList<string> Names, bool NeedsShell)
{
    /// <summary>Scans a text; linear.</summary>
    internal static VariableReferences Of(string text)
    {
        var names = new List<string>();
        var needsShell = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '$' or '`' or '\\')
            {
                i++;
            }
            else if (text[i] == '`')
            {
                needsShell = true;
            }
            else if (text[i] == '$' && i + 1 < text.Length)
            {
                var braced = text[i + 1] == '{';
                var start = braced ? i + 2 : i + 1;
                var end = start;
                while (end < text.Length && IsNameCharacter(text[end], first: end == start))
                    end++;
                if (end > start)
                    names.Add(text[start..end]);
                needsShell |= braced ? end == start || end == text.Length || text[end] != '}' : end == start && IsSpecial(text[start]);
            }
        }

        return new VariableReferences(names, needsShell);
    }

    private static bool IsNameCharacter(char c, bool first) => char.IsAsciiLetter(c) || c == '_' || (!first && char.IsAsciiDigit(c));

    private static bool IsSpecial(char c) => char.IsAsciiDigit(c) || c is '(' or '$' or '?' or '!' or '#' or '*' or '@' or '-';
}
