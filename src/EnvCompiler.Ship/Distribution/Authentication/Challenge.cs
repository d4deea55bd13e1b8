namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>One challenge of <c>WWW-Authenticate</c> (RFC 9110, 11.6.1): a scheme and its parameters.</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Parameters">Values by name in lower case; of a name that comes twice the first.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Reads the challenges of a field's value: several may be in one, separated by commas as their parameters are. What is malformed ends the list.</summary>
    internal static IReadOnlyList<Challenge> Parse(string field)
    {
        var challenges = new List<Challenge>();
        Dictionary<string, string>? parameters = null;
        for (var at = SkipSeparators(field, 0); at < field.Length; at = SkipSeparators(field, at))
        {
            var word = Token(field, ref at);
            if (word.Length == 0)
                break;
            var equals = SkipSpaces(field, at);
            if (parameters is null || equals >= field.Length || field[equals] != '=')
            {
                // `Basic` and `Negotiate TOKEN68` have no parameter or one without a name.
                parameters = new Dictionary<string, string>(StringComparer.Ordinal);
                challenges.Add(new Challenge(word.ToLowerInvariant(), parameters));
                continue;
            }

            at = SkipSpaces(field, equals + 1);
            if (Value(field, ref at) is not { } value)
                break;
            parameters.TryAdd(word.ToLowerInvariant(), value);
        }

        return challenges;
    }

    private static int SkipSeparators(string text, int at)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or ','))
            at++;
        return at;
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && (text[at] is ' ' or '\t'))
            at++;
        return at;
    }

    private static string Token(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || "!#$%&'*+-.^_`|~/".Contains(text[at], StringComparison.Ordinal)))
            at++;
        return text[start..at];
    }

    private static string? Value(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
            return Token(text, ref at);
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }

            if (text[at] == '\\' && ++at >= text.Length)
                return null;
            value.Append(text[at]);
        }

        return null;
    }
}
