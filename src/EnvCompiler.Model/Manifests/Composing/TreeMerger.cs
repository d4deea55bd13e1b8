using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>Merges the values of two manifests. What is merged keeps the places that it has in its own text.</summary>
/// <param name="sources">The texts of both.</param>
/// <param name="shared">Gets the keys that both have.</param>
internal sealed class TreeMerger(SourceTexts sources, List<SharedKey> shared)
{
    /// <summary>Merges two manifests.</summary>
    internal TomlTable Merge(TomlTable lower, TomlTable higher) => Merge([], lower, higher);

    private TomlTable Merge(string[] path, TomlTable lower, TomlTable higher)
    {
        var (first, second) = MergeRules.PutsHigherFirst(path) ? (higher, lower) : (lower, higher);
        var entries = new List<TomlEntry>(first.Entries.Count + second.Entries.Count);
        foreach (var entry in first.Entries)
        {
            entries.Add(lower.TryGet(entry.Key, out var low) && higher.TryGet(entry.Key, out var high)
                ? high with { Value = Merge([.. path, entry.Key], low, high) }
                : entry);
        }

        entries.AddRange(second.Entries.Where(entry => !first.TryGet(entry.Key, out _)));
        return new TomlTable(higher.Span, entries);
    }

    private TomlValue Merge(string[] path, TomlEntry lower, TomlEntry higher)
    {
        var rule = MergeRules.Of(path);
        if (rule == MergeRule.Merge && lower.Value is TomlTable lowerTable && higher.Value is TomlTable higherTable)
            return Merge(path, lowerTable, higherTable);
        var joined = (rule, lower.Value, higher.Value) switch
        {
            (MergeRule.LowerFirst, TomlString low, TomlString high) => Lines(high, low, high),
            (MergeRule.HigherFirst, TomlString low, TomlString high) => Lines(high, high, low),
            (MergeRule.Union, TomlArray low, TomlArray high) => Union(low, high),
            _ => (TomlValue?)null,
        };
        Note(path, lower, higher, isJoined: joined is not null);
        return joined ?? higher.Value;
    }

    // Within one include it is not this environment's matter.
    private void Note(string[] path, TomlEntry lower, TomlEntry higher, bool isJoined)
    {
        var (include, other) = (sources.TextOf(lower.KeySpan).Include, sources.TextOf(higher.KeySpan).Include);
        if (include is not null && include != other)
            shared.Add(new SharedKey(KeyPath.Of(path), include, sources.PlaceOf(lower.KeySpan), other, sources.PlaceOf(higher.KeySpan), isJoined));
    }

    private static TomlString Lines(TomlString place, TomlString first, TomlString second) =>
        new(place.Span, first.Value.EndsWith('\n') ? first.Value + second.Value : $"{first.Value}\n{second.Value}");

    private static TomlArray Union(TomlArray lower, TomlArray higher)
    {
        var texts = lower.Items.OfType<TomlString>().Select(item => item.Value).ToHashSet(StringComparer.Ordinal);
        return new TomlArray(higher.Span, lower.Items.Concat(higher.Items.Where(item => item is not TomlString text || !texts.Contains(text.Value))));
    }
}
