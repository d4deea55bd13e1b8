using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Model.Manifests;

/// <summary>A manifest, composed with all that it includes, with the place of every key, so that any later stage can point at the line that started a problem.</summary>
/// <param name="File">The path that diagnostics name.</param>
/// <param name="Manifest">The bound values.</param>
/// <param name="Places">Place by dotted key path, <c>install.llama.pkg-path</c>, <c>services.llm</c>; names with dots are quoted as in TOML.</param>
public sealed record ManifestSource(string File, Manifest Manifest, IReadOnlyDictionary<string, SourcePlace> Places)
{
    /// <summary>Strings that a later stage parses (<c>when</c>), by dotted key path.</summary>
    public IReadOnlyDictionary<string, PlacedText> Texts { get; init; } = new Dictionary<string, PlacedText>(StringComparer.Ordinal);

    /// <summary>What it includes itself.</summary>
    public IReadOnlyList<IncludeRequest> IncludeRequests { get; init; } = [];

    /// <summary>The include that a key comes from, by dotted key path; the manifest's own keys are not in it.</summary>
    public IReadOnlyDictionary<string, string> Includes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Keys of includes that others have too.</summary>
    public IReadOnlyList<SharedKey> SharedKeys { get; init; } = [];

    /// <summary>The include that a key comes from; null where it is the manifest's own.</summary>
    public string? IncludeOf(params ReadOnlySpan<string> names) => Includes.GetValueOrDefault(KeyPath.Of(names));

    /// <summary>The place of one character of a key's string; of the key, where the manifest was not read from a text.</summary>
    /// <param name="keyPath">The key.</param>
    /// <param name="index">0-based, in UTF-16 code units of the string's value; its length means the end.</param>
    public SourcePlace PlaceIn(string keyPath, int index) =>
        Texts.TryGetValue(keyPath, out var text) ? text.PlaceOf(index) : PlaceOf(keyPath);

    /// <summary>The place of the key, of its nearest ancestor that has one, or the file.</summary>
    public SourcePlace PlaceOf(string keyPath)
    {
        for (var path = keyPath; ; path = path[..path.LastIndexOf('.')])
        {
            if (Places.TryGetValue(path, out var place))
                return place;
            if (!path.Contains('.', StringComparison.Ordinal))
                return new SourcePlace(File);
        }
    }
}
