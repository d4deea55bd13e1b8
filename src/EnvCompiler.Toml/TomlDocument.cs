using System.Buffers;
using System.Text;
using System.Text.Unicode;
using EnvCompiler.Toml.Building;
using EnvCompiler.Toml.Editing;
using EnvCompiler.Toml.Parsing;
using EnvCompiler.Toml.Syntax;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml;

/// <summary>
/// A parsed text: its syntax, which holds every byte, and its values, each with its place. Parsing never throws for bad input; it goes on
/// after an error, and what could not be read is missing from <see cref="Root"/> or there as <see cref="TomlInvalid"/>.
/// </summary>
public sealed class TomlDocument
{
    private TomlDocument(DocumentSyntax syntax, TomlTable root, IReadOnlyList<TomlError> errors, TomlOptions options)
    {
        Options = options;
        Syntax = syntax;
        Root = root;
        Errors = errors;
    }

    /// <summary>The text that was parsed.</summary>
    public string Text => Syntax.Text;

    /// <summary>The syntax tree; its text is <see cref="Text"/>, comments and layout included.</summary>
    public DocumentSyntax Syntax { get; }

    /// <summary>The values.</summary>
    public TomlTable Root { get; }

    /// <summary>All problems, in source order.</summary>
    public IReadOnlyList<TomlError> Errors { get; }

    /// <summary>What it was parsed with.</summary>
    internal TomlOptions Options { get; }

    /// <summary>The number of its first line.</summary>
    public int FirstLine => Options.FirstLine;

    /// <summary>Sets the value at a path; comments and layout around it stay. A key that is not there yet goes where its table's others are.</summary>
    /// <param name="path">Keys without quotes, from the top.</param>
    /// <param name="value">The value as TOML text (<see cref="TomlText"/>).</param>
    /// <returns>The edited document; a refusal where the text has errors, or a part of the path is no table or an array of tables.</returns>
    public TomlEdit Set(IReadOnlyList<string> path, string value)
    {
        if (Refusal() is { } refusal)
            return refusal;
        const string key = "v = ";
        return Parse(key + value, Options) is { Errors: [], Root.Entries: [{ Value.Span.End: var end }] } && end == key.Length + value.Length
            ? new DocumentEditor(this).Set(path, value)
            : TomlEdit.Refused(default, $"`{value}` is not one value");
    }

    /// <summary>Adds a table in the form that the tables beside it have: <c>[a.b]</c>, <c>b = { … }</c> or <c>b.c = …</c>.</summary>
    /// <param name="path">Keys without quotes, from the top; the last one is the new table's and must not be there yet.</param>
    /// <param name="entries">The table's keys and their values as TOML text, at least one.</param>
    public TomlEdit Add(IReadOnlyList<string> path, IReadOnlyList<KeyValuePair<string, string>> entries) =>
        Refusal() ?? new DocumentEditor(this).Add(path, entries);

    /// <summary>Removes a key, or a table with all that is below it, together with the comment lines directly above.</summary>
    /// <param name="path">Keys without quotes, from the top.</param>
    public TomlEdit Remove(IReadOnlyList<string> path) => Refusal() ?? new DocumentEditor(this).Remove(path);

    /// <summary>Where a code unit of a string's value was written, whatever the quotes, the escapes and the line continuations before it.</summary>
    /// <param name="value">A string of this document.</param>
    /// <param name="index">0-based, in UTF-16 code units; the value's length means its closing quotes.</param>
    public TomlSpan PlaceIn(TomlString value, int index)
    {
        var lines = new LineMap(Text, Options);
        var offset = new QuotedReader(Text, Options, new ErrorList(lines, Options.MaxErrors)).OffsetOf(TokenAt(value.Span), index);
        return lines.Span(offset, 0);
    }

    // The quotes say which of the four forms it is.
    private SyntaxToken TokenAt(TomlSpan span) => new(
        Text.AsSpan(span.Offset, span.Length) switch
        {
            ['"', '"', '"', _, ..] => SyntaxKind.MultiLineBasicString,
            ['\'', '\'', '\'', _, ..] => SyntaxKind.MultiLineLiteralString,
            ['"', ..] => SyntaxKind.BasicString,
            _ => SyntaxKind.LiteralString,
        },
        span.Offset,
        span.Length);

    /// <summary>Parses a text. A byte order mark at the start is accepted.</summary>
    public static TomlDocument Parse(string text, TomlOptions? options = null)
    {
        options ??= TomlOptions.Default;
        if (text.Length > options.MaxLength)
            return TooLong(options);
        var lines = new LineMap(text, options);
        var errors = new ErrorList(lines, options.MaxErrors);
        ReportLoneSurrogates(text, errors);
        return Parse(text, options, lines, errors);
    }

    /// <summary>Parses UTF-8, which is what a TOML file is by definition.</summary>
    public static TomlDocument Parse(ReadOnlySpan<byte> utf8, TomlOptions? options = null)
    {
        options ??= TomlOptions.Default;
        if (utf8.Length > options.MaxLength)
            return TooLong(options);
        var buffer = new char[utf8.Length];
        var status = Utf8.ToUtf16(utf8, buffer, out var read, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
            return Parse(new string(buffer, 0, written), options);

        // The text from here on is read with replacement characters, so that its other errors are found too.
        var text = string.Concat(buffer.AsSpan(0, written), Encoding.UTF8.GetString(utf8[read..]));
        var lines = new LineMap(text, options);
        var errors = new ErrorList(lines, options.MaxErrors);
        errors.Add(written, 1, $"byte 0x{utf8[read]:x2} is not valid UTF-8", "TOML files are UTF-8");
        return Parse(text, options, lines, errors);
    }

    private static TomlDocument Parse(string text, TomlOptions options, LineMap lines, ErrorList errors)
    {
        var syntax = new Parser(text, options, errors).ParseDocument();
        var root = new TableBuilder(text, options, lines, errors).Build(syntax);
        return new TomlDocument(syntax, root, errors.InSourceOrder(), options);
    }

    private TomlEdit? Refusal() => Errors.Count == 0 ? null : TomlEdit.Refused(Errors[0].Span, "a text with errors cannot be edited", "mend it first");

    private static TomlDocument TooLong(TomlOptions options) => new(
        new DocumentSyntax("", [], []),
        new TomlTable(default),
        [new TomlError(default, $"the text is longer than {options.MaxLength} bytes")],
        options);

    private static void ReportLoneSurrogates(string text, ErrorList errors)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                errors.Add(i, 1, $"U+{(int)text[i]:X4} is half of a character", "TOML files are UTF-8");
        }
    }
}
