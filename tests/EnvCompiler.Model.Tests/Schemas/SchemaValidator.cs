using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>As much of JSON Schema as our schemas use, over TOML values.</summary>
internal static class SchemaValidator
{
    /// <summary>Whether the value is valid.</summary>
    internal static bool IsValid(JsonNode? schema, TomlValue value)
    {
        if (schema is not JsonObject rules)
            return true;
        return IsTypeAllowed(rules["type"], value)
            && (rules["const"] is not { } constant || constant.ToString() == Text(value))
            && (rules["enum"] is not JsonArray allowed || allowed.Any(item => item!.ToString() == Text(value)))
            && (rules["pattern"] is not { } pattern || Regex.IsMatch(Text(value), pattern.ToString()))
            && (rules["minimum"] is not { } minimum || value is not TomlInteger atLeast || atLeast.Value >= minimum.GetValue<int>())
            && (rules["maximum"] is not { } maximum || value is not TomlInteger atMost || atMost.Value <= maximum.GetValue<int>())
            && (rules["anyOf"] is not JsonArray any || any.Any(form => IsValid(form, value)))
            && (rules["oneOf"] is not JsonArray one || one.Count(form => IsValid(form, value)) == 1)
            && (value is not TomlArray array || array.Items.All(item => IsValid(rules["items"], item)))
            && (value is not TomlTable table || IsTableValid(rules, table));
    }

    private static bool IsTableValid(JsonObject rules, TomlTable table)
    {
        if (rules["required"] is JsonArray required && !required.All(key => table.TryGet(key!.ToString(), out _)))
            return false;
        return table.Entries.All(entry =>
            (rules["properties"] as JsonObject)?[entry.Key] is { } property ? IsValid(property, entry.Value)
            : rules["additionalProperties"] is not JsonValue && IsValid(rules["additionalProperties"], entry.Value));
    }

    private static bool IsTypeAllowed(JsonNode? type, TomlValue value) => type switch
    {
        null => true,
        JsonArray types => types.Any(one => IsTypeAllowed(one, value)),
        _ => (type.ToString(), value) is
            ("string", TomlString) or ("boolean", TomlBoolean) or ("integer" or "number", TomlInteger) or ("number", TomlFloat)
            or ("array", TomlArray) or ("object", TomlTable),
    };

    private static string Text(TomlValue value) => value switch
    {
        TomlString text => text.Value,
        TomlInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
