using System.Globalization;
using System.Text.Json.Nodes;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Tests.Conformance;

/// <summary>The corpus' JSON form of values: <c>{"type": "integer", "value": "1"}</c>.</summary>
internal static class TaggedJson
{
    /// <summary>What differs between a value and the expected JSON, or null.</summary>
    internal static string? Difference(string path, TomlValue actual, JsonNode? expected)
    {
        switch (actual)
        {
            case TomlTable table:
                if (expected is not JsonObject members || (members.Count == 2 && members.ContainsKey("type") && members["type"] is JsonValue))
                    return $"{path}: a table where {expected} is expected";
                if (members.Count != table.Entries.Count)
                    return $"{path}: keys {string.Join(' ', table.Entries.Select(e => e.Key))} where {expected} is expected";
                return table.Entries
                    .Select(e => members.TryGetPropertyValue(e.Key, out var member) ? Difference($"{path}.{e.Key}", e.Value, member) : $"{path}.{e.Key}: not expected")
                    .FirstOrDefault(difference => difference is not null);
            case TomlArray array:
                if (expected is not JsonArray items || items.Count != array.Items.Count)
                    return $"{path}: {array.Items.Count} elements where {expected} is expected";
                return array.Items.Select((item, i) => Difference($"{path}[{i}]", item, items[i])).FirstOrDefault(d => d is not null);
            default:
                var type = (string?)expected?["type"];
                var value = (string?)expected?["value"];
                return Same(actual, type, value) ? null : $"{path}: {actual.KindName} {Show(actual)} where {type} {value} is expected";
        }
    }

    private static bool Same(TomlValue actual, string? type, string? value) => (actual, type) switch
    {
        (TomlString s, "string") => s.Value == value,
        (TomlInteger i, "integer") => i.Value == long.Parse(value!, CultureInfo.InvariantCulture),
        (TomlBoolean b, "bool") => b.Value == bool.Parse(value!),
        (TomlFloat f, "float") => value!.TrimStart('+', '-') switch
        {
            "inf" => double.IsInfinity(f.Value) && (value[0] == '-') == (f.Value < 0),
            "nan" => double.IsNaN(f.Value),
            _ => f.Value.Equals(double.Parse(value, CultureInfo.InvariantCulture)),
        },
        (TomlDateTime d, "datetime") => d.Offset is not null && new DateTimeOffset(d.Date!.Value, d.Time!.Value, d.Offset.Value) == DateTimeOffset.Parse(value!, CultureInfo.InvariantCulture),
        (TomlDateTime d, "datetime-local") => d is { Date: { } date, Time: { } time, Offset: null } && date.ToDateTime(time) == DateTime.Parse(value!, CultureInfo.InvariantCulture),
        (TomlDateTime d, "date-local") => d.Time is null && d.Date == DateOnly.Parse(value!, CultureInfo.InvariantCulture),
        (TomlDateTime d, "time-local") => d.Date is null && d.Time == TimeOnly.Parse(value!, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static string Show(TomlValue value) => value switch
    {
        TomlString s => s.Value,
        TomlInteger i => i.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat f => f.Value.ToString("R", CultureInfo.InvariantCulture),
        TomlBoolean b => b.Value.ToString(),
        TomlDateTime d => $"{d.Date} {d.Time} {d.Offset}",
        _ => value.KindName,
    };
}
