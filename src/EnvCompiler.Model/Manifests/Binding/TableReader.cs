using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>
/// Reads one table key by key. Asking for a key makes it known; <see cref="Finish"/> reports the keys that nobody asked for, so a new key
/// is one line where its record is made. A value of the wrong type is reported and read as missing.
/// </summary>
internal sealed class TableReader
{
    private readonly BindingContext context;
    private readonly TomlTable table;
    private readonly Dictionary<string, KeyUse> known = new(StringComparer.Ordinal);
    private bool othersAllowed;

    internal TableReader(BindingContext context, string path, string name, TomlTable table, SourcePlace? place = null)
    {
        this.context = context;
        this.table = table;
        Path = path;
        Name = name;
        Place = place ?? context.PlaceOf(path);
        context.KnownKeys[path] = known;
    }

    /// <summary>The table's own path, empty at the top.</summary>
    internal string Path { get; }

    /// <summary>The place of the table's key; of an element of an array, its own.</summary>
    internal SourcePlace Place { get; }

    /// <summary>The table's own key.</summary>
    internal string Name { get; }

    /// <summary>A key may be missing only because its line could not be read, so then nothing is reported as missing.</summary>
    internal bool IsDamaged => context.IsDamaged;

    /// <summary>A name may be missing only because it could not be read, or what is included is not known, so then it is not reported as unknown.</summary>
    internal bool MayLackNames => context.IsDamaged || context.IsPartial;

    /// <summary>What is written, in the file's order.</summary>
    internal IReadOnlyList<TomlEntry> Entries => table.Entries;

    internal bool Has(string key) => table.TryGet(key, out _);

    internal bool IsArray(string key) => table.TryGet(key, out var entry) && entry.Value is TomlArray;

    internal string PathOf(string key) => KeyPath.Append(Path, key);

    /// <summary>The place of a key, or of the table where it does not have the key.</summary>
    internal SourcePlace PlaceOf(string key) => table.TryGet(key, out var entry) ? context.Place(entry.KeySpan) : Place;

    /// <summary>The place of a key's value.</summary>
    internal SourcePlace PlaceOfValue(string key) => table.TryGet(key, out var entry) ? context.Place(entry.Value.Span) : Place;

    /// <summary>Keeps the place of every character of a key's string for later stages.</summary>
    internal void KeepPlaces(string key)
    {
        if (table.TryGet(key, out var entry) && entry.Value is TomlString text)
            context.KeepPlaces(PathOf(key), text);
    }

    /// <summary>The place of a key anywhere in the manifest.</summary>
    internal SourcePlace PlaceAt(string path) => context.PlaceOf(path);

    /// <summary>The names in a section of the manifest, whether or not it is read already: <c>services</c>, <c>models</c>.</summary>
    internal IReadOnlySet<string> NamesIn(string section) => context.NamesIn(section);

    internal void Report(Diagnostic diagnostic) => context.Report(diagnostic);

    internal string? String(string key) => Get<TomlString>(key, "a string")?.Value;

    internal string RequiredString(string key)
    {
        // A misspelt key is reported as unknown, with a hint; that it is missing too would be the same slip again.
        if (!Has(key) && !IsDamaged && !table.Entries.Any(entry => NearNames.Of(entry.Key, [key]).Count > 0))
            Report(ManifestDiagnostics.MissingKey(Place, Path, key));
        return String(key) ?? "";
    }

    internal bool? Boolean(string key) => Get<TomlBoolean>(key, "`true` or `false`")?.Value;

    internal int? Integer(string key, int least, int most)
    {
        if (Get<TomlInteger>(key, "an integer") is not { } integer)
            return null;
        if (integer.Value >= least && integer.Value <= most)
            return (int)integer.Value;
        Report(ManifestDiagnostics.OutOfRange(context.Place(integer.Span), PathOf(key), integer.Value, least, most));
        return null;
    }

    internal TimeSpan? Duration(string key)
    {
        if (Get<TomlString>(key, "a duration such as `\"10s\"`") is not { } text)
            return null;
        if (Manifests.Duration.TryParse(text.Value, out var duration))
            return duration;
        Report(ManifestDiagnostics.BadDuration(context.Place(text.Span), PathOf(key), text.Value));
        return null;
    }

    internal string? OneOf(string key, IReadOnlyList<string> allowed)
    {
        if (Get<TomlString>(key, "a string") is not { } text)
            return null;
        if (allowed.Contains(text.Value))
            return text.Value;
        Report(ManifestDiagnostics.NotOneOf(context.Place(text.Span), PathOf(key), text.Value, allowed));
        return null;
    }

    /// <summary>The strings of an array with their places.</summary>
    internal IReadOnlyList<PlacedString>? PlacedStrings(string key) =>
        Items(key, "an array of strings", item => item is TomlString text ? new PlacedString(text.Value, context.Place(text.Span)) : null);

    internal IReadOnlyList<string>? Strings(string key) => PlacedStrings(key) is { } strings ? [.. strings.Select(s => s.Value)] : null;

    /// <summary>The elements of an array; an element that is none of <paramref name="wanted"/> is reported and left out.</summary>
    internal IReadOnlyList<T>? Items<T>(string key, string wanted, Func<TomlValue, T?> bind)
        where T : class
    {
        if (Get<TomlArray>(key, wanted) is not { } array)
            return null;
        var items = new List<T>(array.Items.Count);
        foreach (var value in array.Items)
        {
            if (bind(value) is { } item)
                items.Add(item);
            else if (value is not TomlInvalid)
                Report(ManifestDiagnostics.WrongType(context.Place(value.Span), PathOf(key), wanted, $"with {value.KindName} in it"));
        }

        return items;
    }

    /// <summary>A table of known keys.</summary>
    internal T? Table<T>(string key, Func<TableReader, T> bind)
        where T : class =>
        Get<TomlTable>(key, "a table") is { } inner ? Bind(key, inner, bind) : null;

    /// <summary>A table of known keys that is only checked.</summary>
    internal void Check(string key, Action<TableReader> check) => Table(key, inner => Checked(inner, check));

    /// <summary>A table of tables that are only checked, by names that the manifest's author chose.</summary>
    internal void CheckEach(string key, Action<TableReader> check) => Map(key, inner => Checked(inner, check));

    /// <summary>A table of names that the manifest's author chose; the order of the file is kept.</summary>
    internal OrderedDictionary<string, T> Map<T>(
        string key, Func<TableReader, T>? bindTable, string wanted = "a table", Func<TomlValue, T?>? bindOther = null)
        where T : class =>
        Table(key, inner => inner.Others(bindTable, wanted, bindOther)) ?? [];

    /// <summary>The keys that were not asked for, as names that the manifest's author chose.</summary>
    /// <param name="bindTable">Binds an element written as a table, or null where only <paramref name="bindOther"/> is possible.</param>
    /// <param name="wanted">What an element is, for messages.</param>
    /// <param name="bindOther">Binds an element of any other form; null means it is of the wrong type.</param>
    internal OrderedDictionary<string, T> Others<T>(
        Func<TableReader, T>? bindTable, string wanted = "a table", Func<TomlValue, T?>? bindOther = null)
        where T : class
    {
        var map = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in table.Entries)
        {
            if (known.ContainsKey(entry.Key))
                continue;
            if (entry.Value is TomlTable inner && bindTable is not null)
                map.Add(entry.Key, Bind(entry.Key, inner, bindTable));
            else if (bindOther?.Invoke(entry.Value) is { } other)
                map.Add(entry.Key, other);
            else
                ReportWrongType(PathOf(entry.Key), entry.Value, wanted);
        }

        AllowOthers();
        return map;
    }

    /// <summary>An element of an array, or a value, that is a table of known keys.</summary>
    internal T Bind<T>(string key, TomlTable inner, Func<TableReader, T> bind)
    {
        var reader = new TableReader(context, PathOf(key), key, inner);
        var result = bind(reader);
        reader.Finish();
        return result;
    }

    /// <summary>An element of an array that is a table of known keys; its problems are at the element.</summary>
    internal T BindElement<T>(string key, TomlTable inner, Func<TableReader, T> bind)
    {
        var reader = new TableReader(context, PathOf(key), key, inner, context.Place(inner.Span));
        var result = bind(reader);
        reader.Finish();
        return result;
    }

    /// <summary>A key of a later version that changes what is installed or run: it is checked, and refused.</summary>
    /// <param name="key">The key.</param>
    /// <param name="check">Reads it, for the sake of its problems.</param>
    internal void NotYet(string key, Action<string> check) => Refused(key, check, ManifestDiagnostics.NotSupported);

    /// <summary>A key that is checked and refused for a reason of its own.</summary>
    internal void Refused(string key, Action<string> check, Func<SourcePlace, string, Diagnostic> problem) =>
        Note(key, check, KeyUse.Refused, problem);

    /// <summary>A key that only commands of a later version use: it is checked, with a warning.</summary>
    internal void ForLater(string key, Action<string> check) => Note(key, check, KeyUse.ForLater, ManifestDiagnostics.ForLater);

    /// <summary>A key of Flox's manifest that changes nothing here: it is checked, with a warning.</summary>
    internal void NoEffect(string key, Action<string> check) => Note(key, check, KeyUse.NoEffect, ManifestDiagnostics.NoEffect);

    /// <summary>Keys that came with a later version of Flox's schema than the first: a manifest that declares an earlier one cannot have them.</summary>
    internal void Since(string schemaVersion, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            // A manifest with envc's own `version` declares none.
            if (table.TryGet(key, out var entry) && context.SchemaVersionAt(entry.KeySpan) is { } declared && string.CompareOrdinal(declared, schemaVersion) < 0)
                Report(ManifestDiagnostics.NewerThanSchema(PlaceOf(key), PathOf(key), schemaVersion, declared));
        }
    }

    /// <summary>Takes keys that nobody asked for as they are.</summary>
    internal void AllowOthers() => othersAllowed = true;

    /// <summary>Reports the keys that nobody asked for.</summary>
    internal void Finish()
    {
        foreach (var entry in table.Entries)
        {
            if (!othersAllowed && !known.ContainsKey(entry.Key))
                Report(ManifestDiagnostics.UnknownKey(context.Place(entry.KeySpan), PathOf(entry.Key), entry.Key, known.Keys, context.What));
        }
    }

    private static TableReader Checked(TableReader table, Action<TableReader> check)
    {
        check(table);
        return table;
    }

    private void Note(string key, Action<string> check, KeyUse use, Func<SourcePlace, string, Diagnostic> problem)
    {
        check(key);
        known[key] = use;
        if (table.TryGet(key, out var entry))
            Report(problem(PlaceOf(key), Path.Length == 0 && entry.Value is TomlTable ? $"[{key}]" : PathOf(key)));
    }

    private T? Get<T>(string key, string wanted)
        where T : TomlValue
    {
        known.TryAdd(key, KeyUse.Bound);
        if (!table.TryGet(key, out var entry) || entry.Value is TomlInvalid)
            return null;
        if (entry.Value is T value)
            return value;
        ReportWrongType(PathOf(key), entry.Value, wanted);
        return null;
    }

    /// <summary>The value of a key whatever its type; the caller judges it.</summary>
    internal TomlValue? Any(string key)
    {
        known.TryAdd(key, KeyUse.Bound);
        return table.TryGet(key, out var entry) && entry.Value is not TomlInvalid ? entry.Value : null;
    }

    /// <summary>Reports that a key's value is of none of the types that it may have.</summary>
    internal void RefuseType(string key, TomlValue found, string wanted) => ReportWrongType(PathOf(key), found, wanted);

    private void ReportWrongType(string path, TomlValue found, string wanted)
    {
        if (found is not TomlInvalid)
            Report(ManifestDiagnostics.WrongType(context.Place(found.Span), path, wanted, found.KindName));
    }
}
