using System.Text;
using EnvCompiler.Model.Shell;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>Words become fields and values; null where they are not known. A value never grows beyond <see cref="LongestValue"/>.</summary>
/// <param name="state">Variables and arguments.</param>
/// <param name="output">Standard output of a command.</param>
/// <param name="budget">Pays for patterns.</param>
internal sealed class ShellExpansion(ScriptState state, Func<ShellNode, string?> output, Budget budget)
{
    private const int LongestValue = 64 * 1024;
    private const int MostFields = 4096;

    /// <summary>All fields of a command; an expansion of unknown value is one unknown field.</summary>
    public List<string?> Fields(IReadOnlyList<ShellWord> words)
    {
        var fields = new List<string?>(words.Count);
        foreach (var word in words)
        {
            if (fields.Count > MostFields)
                return [null];
            if (word.Parts is [ShellWordPart.Parameter { Name: "@" or "*", Operator: "" }])
                fields.AddRange(state.Arguments);
            else if (word.Parts is [ShellWordPart.Parameter or ShellWordPart.Substitution and { IsQuoted: false }] && !word.Parts[0].IsQuoted)
                AddSplit(fields, Value(word));
            else if (word.Parts.Any(part => part is ShellWordPart.Pattern))
                fields.Add(IsTestBracket(word) ? "[" : null);
            else
                fields.Add(Value(word));
        }

        return fields;
    }

    /// <summary>The value of a word that is not split.</summary>
    public string? Value(ShellWord word)
    {
        if (word.Parts is [ShellWordPart.Literal only])
            return only.Text;
        var value = new StringBuilder();
        foreach (var part in word.Parts)
        {
            var text = part is ShellWordPart.Pattern pattern ? pattern.Character.ToString() : Value(part);
            if (text is null || value.Length + text.Length > LongestValue)
            {
                EvaluateRest(word, part);
                return null;
            }

            value.Append(text);
        }

        return value.ToString();
    }

    /// <summary>A word as a pattern for <see cref="ShellPattern"/>.</summary>
    public string? Pattern(ShellWord word)
    {
        var pattern = new StringBuilder();
        foreach (var part in word.Parts)
        {
            if (part is ShellWordPart.Pattern { Character: var character })
            {
                if (character == '[')
                    return null;
                pattern.Append(character);
            }
            else if (Value(part) is { } text && pattern.Length + text.Length <= LongestValue)
            {
                foreach (var c in text)
                    pattern.Append(c is '*' or '?' or '\\' ? "\\" : "").Append(c);
            }
            else
            {
                return null;
            }
        }

        return pattern.ToString();
    }

    private static bool IsTestBracket(ShellWord word) => word.Parts is [ShellWordPart.Pattern { Character: '[' }];

    // What a substitution does counts, whatever stands before it.
    private void EvaluateRest(ShellWord word, ShellWordPart behind)
    {
        var isBehind = false;
        foreach (var part in word.Parts)
        {
            if (isBehind && part is ShellWordPart.Substitution substitution)
                output(substitution.Command);
            isBehind |= ReferenceEquals(part, behind);
        }
    }

    private static void AddSplit(List<string?> fields, string? value)
    {
        if (value is null)
            fields.Add(null);
        else
            fields.AddRange(value.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    private string? Value(ShellWordPart part) => part switch
    {
        ShellWordPart.Literal literal => literal.Text,
        ShellWordPart.Substitution substitution => output(substitution.Command)?.TrimEnd('\n'),
        ShellWordPart.Parameter parameter => Value(parameter),
        _ => null,
    };

    private string? Value(ShellWordPart.Parameter parameter)
    {
        var (value, isKnown) = Lookup(parameter.Name);
        var argument = parameter.Argument;
        switch (parameter.Operator)
        {
            case "":
                return value;
            case ":-" or "-" or ":=" or "=" when isKnown:
                if (value!.Length > 0)
                    return value;
                var other = Value(argument!);
                if (parameter.Operator is ":=" or "=")
                    state[parameter.Name] = other;
                return other;
            case ":+" or "+" when isKnown:
                return value!.Length > 0 ? Value(argument!) : "";
            case ":?" or "?" when isKnown:
                return value!.Length > 0 ? value : null;
            case "#" or "##" or "%" or "%%" when isKnown && Pattern(argument!) is { } pattern:
                return Trim(value!, pattern, parameter.Operator);
            default:
                return null;
        }
    }

    private (string? Value, bool IsKnown) Lookup(string name)
    {
        var value = name switch
        {
            "#" => state.Arguments.Contains(null) ? null : state.Arguments.Count.ToString(),
            "0" or "?" or "$" or "!" or "-" => null,
            "@" or "*" => state.Arguments.Contains(null) ? null : string.Join(' ', state.Arguments),
            _ when int.TryParse(name, out var number) => Argument(number),
            _ => state[name],
        };
        return (value, value is not null);
    }

    private string? Argument(int number)
    {
        if (number <= state.Arguments.Count)
            return state.Arguments[number - 1];
        return state.Arguments.Contains(null) ? null : "";
    }

    // Each length is tried.
    private string? Trim(string value, string pattern, string symbol)
    {
        if (!budget.TrySpend(1 + ((long)value.Length * value.Length * pattern.Length / 256)))
            return null;
        var fromStart = symbol[0] == '#';
        var longest = symbol.Length == 2;
        for (var i = 0; i <= value.Length; i++)
        {
            var length = longest ? value.Length - i : i;
            var piece = fromStart ? value[..length] : value[^length..];
            if (ShellPattern.Matches(piece, pattern.AsSpan()))
                return fromStart ? value[length..] : value[..^length];
        }

        return value;
    }
}
