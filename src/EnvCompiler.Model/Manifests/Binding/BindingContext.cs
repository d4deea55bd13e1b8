using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What all tables of one manifest share while they are bound: the places of keys and the problems found.</summary>
/// <param name="file">The path that diagnostics name.</param>
/// <param name="document">The parsed text.</param>
internal sealed class BindingContext(string file, TomlDocument document)
{
    private readonly List<Diagnostic> diagnostics = [];
    private readonly Dictionary<string, SourcePlace> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlacedText> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<string>> names = new(StringComparer.Ordinal);

    /// <summary>Place by dotted key path.</summary>
    internal IReadOnlyDictionary<string, SourcePlace> Places => places;

    /// <summary>The strings whose characters can be pointed at, by dotted key path.</summary>
    internal IReadOnlyDictionary<string, PlacedText> Texts => texts;

    /// <summary>The keys that the binder knows, by the path of their table.</summary>
    internal Dictionary<string, IReadOnlyDictionary<string, KeyUse>> KnownKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>The text has errors of syntax, so that keys may be missing that were written.</summary>
    internal bool IsDamaged => document.Errors.Count > 0;

    /// <summary>Flox's schema version where the manifest declares a known one.</summary>
    internal string? SchemaVersion { get; } = document.Root.TryGet("schema-version", out var declared) && declared.Value is TomlString text
        && ManifestBinder.SchemaVersions.Contains(text.Value) ? text.Value : null;

    /// <summary>The names in a section of the manifest, in the file's order.</summary>
    internal IReadOnlySet<string> NamesIn(string section)
    {
        if (names.TryGetValue(section, out var known))
            return known;
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (document.Root.TryGet(section, out var entry) && entry.Value is TomlTable table)
            found.UnionWith(table.Entries.Select(inner => inner.Key));
        return names[section] = found;
    }

    internal void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    internal SourcePlace Place(TomlSpan span) => new(file, span.Line, span.Column);

    internal void KeepPlaces(string path, TomlString text) => texts[path] = new PlacedText(file, document, text);

    internal SourcePlace PlaceOf(string path) => places.TryGetValue(path, out var place) ? place : new SourcePlace(file);

    /// <summary>Remembers the place of every key, at any depth.</summary>
    internal void AddPlaces(string path, TomlTable table)
    {
        foreach (var entry in table.Entries)
        {
            var key = KeyPath.Append(path, entry.Key);
            places[key] = Place(entry.KeySpan);
            if (entry.Value is TomlTable inner)
                AddPlaces(key, inner);
        }
    }

    internal IReadOnlyList<Diagnostic> InSourceOrder()
    {
        foreach (var error in document.Errors)
            diagnostics.Add(ManifestDiagnostics.Syntax(Place(error.Span), error));

        // A key that is asked for twice has its problem once.
        return [.. diagnostics.Distinct().OrderBy(d => d.Place?.Line ?? 0).ThenBy(d => d.Place?.Column ?? 0)];
    }
}
