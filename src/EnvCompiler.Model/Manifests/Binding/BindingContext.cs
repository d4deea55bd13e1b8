using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What all tables of one manifest share while they are bound: the places of keys and the problems found.</summary>
/// <param name="sources">The texts that the manifest is composed of.</param>
/// <param name="root">Its values.</param>
internal sealed class BindingContext(SourceTexts sources, TomlTable root)
{
    private readonly List<Diagnostic> diagnostics = [];
    private readonly Dictionary<string, SourcePlace> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> includes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlacedText> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<string>> names = new(StringComparer.Ordinal);

    /// <summary>The kind of file, for messages.</summary>
    internal string What { get; init; } = "the manifest";

    /// <summary>Place by dotted key path.</summary>
    internal IReadOnlyDictionary<string, SourcePlace> Places => places;

    /// <summary>The include that a key comes from, by dotted key path; the manifest's own keys are not in it.</summary>
    internal IReadOnlyDictionary<string, string> Includes => includes;

    /// <summary>The strings whose characters can be pointed at, by dotted key path.</summary>
    internal IReadOnlyDictionary<string, PlacedText> Texts => texts;

    /// <summary>The keys that the binder knows, by the path of their table.</summary>
    internal Dictionary<string, IReadOnlyDictionary<string, KeyUse>> KnownKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>A text has errors of syntax, so that keys may be missing that were written.</summary>
    internal bool IsDamaged => sources.AreDamaged;

    /// <summary>What is included is not in <c>root</c>, so that names may be missing that there are.</summary>
    internal bool IsPartial { get; init; }

    /// <summary>Flox's schema version that the text of a key declares; null for envc's own.</summary>
    internal string? SchemaVersionAt(TomlSpan key) => sources.TextOf(key).SchemaVersion;

    /// <summary>The names in a section of the manifest, in the file's order.</summary>
    internal IReadOnlySet<string> NamesIn(string section)
    {
        if (names.TryGetValue(section, out var known))
            return known;
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (root.TryGet(section, out var entry) && entry.Value is TomlTable table)
            found.UnionWith(table.Entries.Select(inner => inner.Key));
        return names[section] = found;
    }

    internal void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    internal SourcePlace Place(TomlSpan span) => sources.PlaceOf(span);

    internal void KeepPlaces(string path, TomlString text) => texts[path] = sources.Placed(text);

    internal SourcePlace PlaceOf(string path) => places.TryGetValue(path, out var place) ? place : new SourcePlace(sources.First.File);

    /// <summary>Remembers the place of every key, at any depth.</summary>
    internal void AddPlaces(string path, TomlTable table)
    {
        foreach (var entry in table.Entries)
        {
            var key = KeyPath.Append(path, entry.Key);
            places[key] = Place(entry.KeySpan);
            if (sources.TextOf(entry.KeySpan).Include is { } include)
                includes[key] = include;
            if (entry.Value is TomlTable inner)
                AddPlaces(key, inner);
        }
    }

    internal IReadOnlyList<Diagnostic> InSourceOrder()
    {
        foreach (var text in sources.All)
        {
            foreach (var error in text.Document.Errors)
                diagnostics.Add(ManifestDiagnostics.Syntax(Place(error.Span) with { File = text.File }, error));
        }

        // A key that is asked for twice has its problem once.
        return sources.InOrder(diagnostics.Distinct());
    }
}
