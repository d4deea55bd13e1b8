namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// <c>test</c> and <c>[</c>. Strings are compared where both are known. Files are a question to the root (<see cref="PathQuestion"/>), but for
/// those of the running host, which there is none of at installation: services do not run, nothing is mounted.
/// </summary>
internal static class TestReader
{
    /// <summary>The outcome of a test.</summary>
    /// <param name="arguments">Without the closing bracket; null where not known.</param>
    public static Outcome Read(IReadOnlyList<string?> arguments)
    {
        var position = 0;
        var outcome = Or(arguments, ref position);
        return position == arguments.Count ? outcome : Outcome.Unknown;
    }

    private static Outcome Or(IReadOnlyList<string?> words, ref int position)
    {
        var outcome = And(words, ref position);
        while (position < words.Count && words[position] == "-o")
        {
            position++;
            outcome = outcome.Or(And(words, ref position));
        }

        return outcome;
    }

    private static Outcome And(IReadOnlyList<string?> words, ref int position)
    {
        var outcome = Not(words, ref position);
        while (position < words.Count && words[position] == "-a")
        {
            position++;
            outcome = outcome.And(Not(words, ref position));
        }

        return outcome;
    }

    private static Outcome Not(IReadOnlyList<string?> words, ref int position)
    {
        var negated = false;
        while (position < words.Count - 1 && words[position] == "!")
        {
            negated = !negated;
            position++;
        }

        var outcome = Primary(words, ref position);
        return negated ? outcome.Negated() : outcome;
    }

    private static Outcome Primary(IReadOnlyList<string?> words, ref int position)
    {
        var left = words.Count - position;
        if (left <= 0)
            return Outcome.False;
        if (left >= 3 && words[position + 1] is { } symbol && Compare(words[position], symbol, words[position + 2]) is { } compared)
        {
            position += 3;
            return compared;
        }

        if (left >= 2 && words[position] is ['-', var option])
        {
            position += 2;
            return Unary(option, words[position - 1]);
        }

        position++;
        return Outcome.Of(words[position - 1]?.Length > 0 ? true : words[position - 1] is null ? null : false);
    }

    private static Outcome? Compare(string? left, string symbol, string? right)
    {
        bool? same = left is null || right is null ? null : left == right;
        switch (symbol)
        {
            case "=" or "==":
                return Outcome.Of(same);
            case "!=":
                return Outcome.Of(!same);
            case "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge":
                if (!long.TryParse(left, out var one) || !long.TryParse(right, out var two))
                    return Outcome.Unknown;
                return Outcome.Of(symbol switch
                {
                    "-eq" => one == two,
                    "-ne" => one != two,
                    "-lt" => one < two,
                    "-le" => one <= two,
                    "-gt" => one > two,
                    _ => one >= two,
                });
            case "-nt" or "-ot" or "-ef":
                return Outcome.Unknown;
            default:
                return null;
        }
    }

    // Kept by dpkg-maintscript-helper and older packages.
    private static bool IsOfUpgrade(string path) => path.LastIndexOf(".dpkg-", StringComparison.Ordinal) > path.LastIndexOf('/');

    private static Outcome Unary(char option, string? value)
    {
        switch (option)
        {
            case 'z':
                return Outcome.Of(value is null ? null : value.Length == 0);
            case 'n':
                return Outcome.Of(value is null ? null : value.Length > 0);
            case 't':
                return Outcome.False;
            case 'e' or 'f' or 'd' or 'L' or 'h' or 'x' or 's' or 'r' or 'w':
                if (value is not ['/', ..])
                    return value == "" ? Outcome.False : Outcome.Unknown;
                if (HostPaths.Contains(value) || IsOfUpgrade(value))
                    return Outcome.False;
                return Outcome.Of(new PathQuestion(option switch { 'h' => 'L', 'r' or 'w' => 'e', _ => option }, value));
            case 'b' or 'c' or 'p' or 'S':
                return Outcome.False;
            default:
                return Outcome.Unknown;
        }
    }
}
