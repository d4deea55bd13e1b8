using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>The parsed text of one manifest, before the environments that it includes are brought in.</summary>
public sealed class ManifestText
{
    private const string Section = "include";

    internal ManifestText(string file, string directory, TomlDocument document)
    {
        File = file;
        Directory = directory;
        Document = document;
    }

    /// <summary>What diagnostics call it: a path, or a reference and a path.</summary>
    public string File { get; }

    /// <summary>The text.</summary>
    public string Text => Document.Text;

    /// <summary>What of it is no TOML.</summary>
    public IReadOnlyList<Diagnostic> SyntaxErrors =>
        [.. Document.Errors.Select(error => ManifestDiagnostics.Syntax(new SourcePlace(File, error.Span.Line, error.Span.Column), error))];

    /// <summary>What its relative paths start from, as <see cref="File"/> is written.</summary>
    internal string Directory { get; }

    internal TomlDocument Document { get; }

    /// <summary>The number of its first line among the lines of all texts of a composition.</summary>
    internal int FirstLine => Document.FirstLine;

    /// <summary>The entry of the topmost manifest's <c>[include]</c> that brings it; null for that manifest itself.</summary>
    internal string? Include { get; init; }

    /// <summary>Whether it says anything of other environments, right or wrong.</summary>
    public bool HasIncludes => Document.Root.TryGet(Section, out _);

    /// <summary>Flox's schema version where it declares a known one.</summary>
    internal string? SchemaVersion => Document.Root.TryGet("schema-version", out var declared) && declared.Value is TomlString text
        && ManifestBinder.SchemaVersions.Contains(text.Value) ? text.Value : null;

    /// <summary>Parses the manifest of an environment.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="utf8">The file's content.</param>
    public static ManifestText Parse(string file, ReadOnlySpan<byte> utf8) => new(file, DirectoryOf(file), TomlDocument.Parse(utf8));

    /// <summary>As <see cref="Parse(string, ReadOnlySpan{byte})"/>, from a text.</summary>
    public static ManifestText Parse(string file, string text) => new(file, DirectoryOf(file), TomlDocument.Parse(text));

    /// <summary>The environments that it includes.</summary>
    /// <returns>These; or all that is wrong with the manifest itself, whatever they bring.</returns>
    public Result<IReadOnlyList<IncludeRequest>> ReadIncludes()
    {
        if (!HasIncludes)
            return Result<IReadOnlyList<IncludeRequest>>.Success([]);
        var requests = ReadRequests(new BindingContext(new SourceTexts(this), Document.Root));
        var problems = ManifestReader.Check(this);
        return problems.Any(problem => problem.Severity == Severity.Error)
            ? Result<IReadOnlyList<IncludeRequest>>.Failure(problems)
            : Result<IReadOnlyList<IncludeRequest>>.Success(requests);
    }

    /// <summary>The environments that it includes, as far as they can be read.</summary>
    /// <param name="context">Gets the problems.</param>
    internal IReadOnlyList<IncludeRequest> ReadRequests(BindingContext context) =>
        new TableReader(context, "", "", Document.Root).Table(Section, IncludeBinder.Read) ?? [];

    // The environment's, where the manifest lies below it.
    private static string DirectoryOf(string file)
    {
        var directory = Path.GetDirectoryName(file) ?? "";
        foreach (var own in (ReadOnlySpan<string>)[".envc/env", ".flox/env"])
        {
            if (directory == own)
                return "";
            if (directory.EndsWith("/" + own, StringComparison.Ordinal))
                return directory[..^(own.Length + 1)];
        }

        return directory;
    }
}
