using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Building;

/// <summary>Tokens to values and keys.</summary>
internal sealed class ScalarReader(string text, TomlOptions options, LineMap lines, ErrorList errors)
{
    private readonly QuotedReader strings = new(text, options, errors);

    internal string ReadKey(SyntaxToken token) => token.Kind == SyntaxKind.BareKey
        ? text.Substring(token.Offset, token.Length)
        : strings.Read(token);

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
