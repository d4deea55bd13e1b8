using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests;

/// <summary>A string of a manifest whose characters can be pointed at.</summary>
public sealed class PlacedText
{
    private readonly ManifestText source;
    private readonly TomlString text;

    internal PlacedText(ManifestText source, TomlString text)
    {
        this.source = source;
        this.text = text;
    }

    /// <summary>Where a code unit of the value was written, escapes and line continuations before it counted.</summary>
    /// <param name="index">0-based; the value's length means its closing quotes.</param>
    public SourcePlace PlaceOf(int index)
    {
        var span = source.Document.PlaceIn(text, index);
        return new SourcePlace(source.File, span.Line - source.FirstLine + 1, span.Column);
    }
}
