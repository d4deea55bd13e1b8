using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Building;

/// <summary>Tokens to values and keys.</summary>
internal sealed class ScalarReader(string text, TomlOptions options, LineMap lines, ErrorList errors)
{
    private readonly QuotedReader strings = new(text, options, errors);
    private readonly string[] lastKeys = new string[64];

    internal string ReadKey(SyntaxToken token) => token.Kind == SyntaxKind.BareKey ? ReadBareKey(token) : strings.Read(token);

    /// <summary>The key as a string, shared with the last one that was equal: the same few names stand in table after table.</summary>
    private string ReadBareKey(SyntaxToken token)
    {
        var key = text.AsSpan(token.Offset, token.Length);
        ref var last = ref lastKeys[(key[0] ^ (key[^1] << 1) ^ key.Length) & 63];
        if (last is null || !key.SequenceEqual(last))
            last = key.ToString();
        return last;
    }

    internal TomlValue Read(SyntaxToken token)
    {
        var span = lines.Span(token.Offset, token.Length);
        return token.Kind == SyntaxKind.BareValue ? ReadBare(span) : new TomlString(span, strings.Read(token));
    }

    private TomlValue ReadBare(TomlSpan span)
    {
        var value = text.AsSpan(span.Offset, span.Length);
        if (value is "true" or "false")
            return new TomlBoolean(span, value.Length == 4);
        string? problem;
        if (value.Length > 2 && (value[2] == ':' || (value.Length > 4 && value[4] == '-' && char.IsAsciiDigit(value[0]))))
        {
            if (DateTimeReader.TryRead(value, span, options.Version, out problem) is { } dateTime)
                return dateTime;
        }
        else if (NumberReader.TryRead(value, span, out problem) is { } number)
        {
            return number;
        }

        errors.Add(span.Offset, span.Length, problem!);
        return new TomlInvalid(span);
    }
}
