using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests;

/// <summary>A string of a manifest whose characters can be pointed at.</summary>
/// <param name="file">The path that diagnostics name.</param>
/// <param name="document">The manifest's text.</param>
/// <param name="text">The string.</param>
public sealed class PlacedText(string file, TomlDocument document, TomlString text)
{
    /// <summary>Where a code unit of the value was written, escapes and line continuations before it counted.</summary>
    /// <param name="index">0-based; the value's length means its closing quotes.</param>
    public SourcePlace PlaceOf(int index)
    {
        var span = document.PlaceIn(text, index);
        return new SourcePlace(file, span.Line, span.Column);
    }
}
