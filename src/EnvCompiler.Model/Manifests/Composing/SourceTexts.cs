using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>The texts that a manifest is composed of. Their lines are numbered on, so that a line tells its text.</summary>
/// <param name="first">The topmost manifest.</param>
internal sealed class SourceTexts(ManifestText first)
{
    private readonly List<ManifestText> texts = [first];

    /// <summary>The topmost manifest.</summary>
    internal ManifestText First => texts[0];

    /// <summary>All, in order of their lines.</summary>
    internal IReadOnlyList<ManifestText> All => texts;

    /// <summary>Some text has errors of syntax, so that keys may be missing that were written.</summary>
    internal bool AreDamaged => texts.Exists(text => text.Document.Errors.Count > 0);

    /// <summary>Parses one more.</summary>
    /// <param name="file">What diagnostics call it.</param>
    /// <param name="directory">What its relative paths start from.</param>
    /// <param name="include">The entry of <c>[include]</c> that brings it.</param>
    /// <param name="text">The text.</param>
    internal ManifestText Add(string file, string directory, string include, string text)
    {
        var last = texts[^1];
        var lines = 1 + last.Document.Text.AsSpan().Count('\n');
        var added = new ManifestText(file, directory, TomlDocument.Parse(text, new TomlOptions { FirstLine = last.FirstLine + lines })) { Include = include };
        texts.Add(added);
        return added;
    }

    /// <summary>The text of a stretch.</summary>
    internal ManifestText TextOf(TomlSpan span)
    {
        for (var i = texts.Count - 1; i > 0; i--)
        {
            if (span.Line >= texts[i].FirstLine)
                return texts[i];
        }

        return texts[0];
    }

    /// <summary>Where a stretch stands, in its own file.</summary>
    internal SourcePlace PlaceOf(TomlSpan span)
    {
        var text = TextOf(span);
        return new SourcePlace(text.File, span.Line - text.FirstLine + 1, span.Column);
    }

    /// <summary>A string whose characters can be pointed at.</summary>
    internal PlacedText Placed(TomlString text) => new(TextOf(text.Span), text);

    /// <summary>In order of the texts and of the places in each.</summary>
    internal IReadOnlyList<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => texts.FindIndex(text => text.File == d.Place?.File)).ThenBy(d => d.Place?.Line ?? 0).ThenBy(d => d.Place?.Column ?? 0)];
}
