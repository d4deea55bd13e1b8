using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>Values of a form that TOML has no type for. One of another form is reported and read as missing.</summary>
internal static class ValueForms
{
    /// <summary>A string that is not empty.</summary>
    internal static string? Text(this TableReader reader, string key) => reader.Formed(key, text => text.Length > 0, "a text");

    /// <summary>A condition. Only its text is read here; the place of every character is kept for whoever parses it.</summary>
    internal static string? Condition(this TableReader reader, string key)
    {
        var text = reader.Text(key);
        if (text is not null)
            reader.KeepPlaces(key);
        return text;
    }

    /// <summary>A string of a form.</summary>
    /// <param name="reader">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="isFormed">Whether the text has the form.</param>
    /// <param name="wanted">The form in words with an example, for messages.</param>
    internal static string? Formed(this TableReader reader, string key, Func<string, bool> isFormed, string wanted)
    {
        if (reader.String(key) is not { } text)
            return null;
        if (isFormed(text))
            return text;
        reader.Report(ManifestDiagnostics.BadForm(reader.PlaceOfValue(key), reader.PathOf(key), wanted, text));
        return null;
    }

    /// <summary>An array of strings of a form.</summary>
    internal static IReadOnlyList<PlacedString>? FormedItems(this TableReader reader, string key, Func<string, bool> isFormed, string wanted)
    {
        var items = reader.PlacedStrings(key);
        foreach (var (text, place) in items ?? [])
        {
            if (!isFormed(text))
                reader.Report(ManifestDiagnostics.BadForm(place, reader.PathOf(key), wanted, text));
        }

        return items;
    }

    /// <summary>An array of a few allowed words.</summary>
    internal static IReadOnlyList<PlacedString>? SomeOf(this TableReader reader, string key, IReadOnlyList<string> allowed)
    {
        var items = reader.PlacedStrings(key);
        foreach (var (text, place) in items ?? [])
        {
            if (!allowed.Contains(text))
                reader.Report(ManifestDiagnostics.NotOneOf(place, reader.PathOf(key), text, allowed));
        }

        return items;
    }

    /// <summary>An amount of memory: a number with one of <c>K</c>, <c>M</c>, <c>G</c>, <c>T</c> (powers of 1024).</summary>
    internal static string? Size(this TableReader reader, string key) => reader.Formed(
        key,
        text => text is [.. var digits, 'K' or 'M' or 'G' or 'T'] && digits is { Length: > 0 and < 10 } && digits.All(char.IsAsciiDigit),
        "a size such as `\"16G\"`");

    /// <summary>A duration that is longer than nothing.</summary>
    internal static TimeSpan? PositiveDuration(this TableReader reader, string key)
    {
        var duration = reader.Duration(key);
        if (duration is null || duration > TimeSpan.Zero)
            return duration;
        reader.Report(ManifestDiagnostics.BadForm(reader.PlaceOfValue(key), reader.PathOf(key), "longer than nothing", reader.String(key)!));
        return null;
    }

    /// <summary>Reports a table that has none of these keys, or several.</summary>
    internal static void ExactlyOneOf(this TableReader reader, IReadOnlyList<string> keys)
    {
        // A misspelt key is reported as unknown, with a hint; that it is missing too would be the same slip again.
        var count = keys.Count(reader.Has);
        if (count > 1 || (count == 0 && !reader.IsDamaged && !reader.Entries.Any(entry => NearNames.Of(entry.Key, keys).Count > 0)))
            reader.Report(ManifestDiagnostics.ExactlyOne(reader.Place, reader.Path, keys));
    }

    /// <summary>Reports a key that means something only beside one of others.</summary>
    internal static void OnlyBeside(this TableReader reader, string key, params ReadOnlySpan<string> others)
    {
        foreach (var other in others)
        {
            if (reader.Has(other))
                return;
        }

        if (reader.Has(key) && !reader.IsDamaged)
            reader.Report(ManifestDiagnostics.NeedsKey(reader.PlaceOf(key), reader.PathOf(key), others[0]));
    }

    /// <summary>A number above zero, whole or not.</summary>
    internal static double? Positive(this TableReader reader, string key)
    {
        double? number = reader.Any(key) switch
        {
            TomlInteger integer => integer.Value,
            TomlFloat real => real.Value,
            _ => null,
        };
        if (number is > 0 and < double.PositiveInfinity)
            return number;
        if (reader.Any(key) is { } other)
            reader.RefuseType(key, other, "a number above zero");
        return null;
    }

    /// <summary>A table of names that the author chose, each with a string.</summary>
    internal static OrderedDictionary<string, string> StringMap(this TableReader reader, string key) =>
        reader.Map(key, bindTable: null, "a string", value => (value as TomlString)?.Value);

    /// <summary>A table that is handed on as it is.</summary>
    internal static void Free(this TableReader reader, string key) => reader.Check(key, table => table.AllowOthers());

    /// <summary>A section in which the manifest has an entry of this name.</summary>
    /// <param name="reader">The table with the reference.</param>
    /// <param name="place">The reference.</param>
    /// <param name="path">The key that holds it.</param>
    /// <param name="section"><c>services</c>, <c>models</c>, <c>install</c>.</param>
    /// <param name="name">The name it refers to.</param>
    internal static void CheckReference(this TableReader reader, SourcePlace place, string path, string section, string name)
    {
        if (!reader.MayLackNames && !reader.NamesIn(section).Contains(name))
            reader.Report(ManifestDiagnostics.UnknownReference(place, path, section, name, reader.NamesIn(section)));
    }
}
