using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Toml.Values;

/// <summary>A table; its entries keep the order of the text.</summary>
public sealed class TomlTable : TomlValue
{
    // Below this a walk is faster than a dictionary, and most tables stay below.
    private const int DictionaryFrom = 9;

    // Tables of dotted keys have one entry as a rule.
    private readonly List<TomlEntry> entries = new(1);
    private Dictionary<string, TomlEntry>? byKey;

    internal TomlTable(TomlSpan span)
        : base(span)
    {
    }

    /// <summary>A table that no text has as it is, such as one that is made of several.</summary>
    /// <param name="span">Where problems of the whole table are shown.</param>
    /// <param name="entries">Keys and values in their order, each key once.</param>
    public TomlTable(TomlSpan span, IEnumerable<TomlEntry> entries)
        : base(span)
    {
        foreach (var entry in entries)
            Add(entry);
    }

    /// <summary>Keys and values in source order.</summary>
    public IReadOnlyList<TomlEntry> Entries => entries;

    /// <inheritdoc/>
    public override string KindName => "a table";

    /// <summary>How the table came to be; decides what may still be added.</summary>
    internal TableOrigin Origin { get; set; }

    /// <summary>For a table of dotted keys: the header or inline table they were written under.</summary>
    internal int Section { get; set; }

    /// <summary>Finds a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry)
    {
        if (byKey is not null)
            return byKey.TryGetValue(key, out entry);
        foreach (var candidate in entries)
        {
            if (candidate.Key == key)
            {
                entry = candidate;
                return true;
            }
        }

        entry = null;
        return false;
    }

    internal void Add(TomlEntry entry)
    {
        entries.Add(entry);
        if (byKey is not null)
            byKey.Add(entry.Key, entry);
        else if (entries.Count == DictionaryFrom)
            byKey = entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
    }
}
