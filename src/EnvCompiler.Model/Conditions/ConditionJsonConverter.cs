using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Conditions;

/// <summary>
/// A condition as a tree of objects, each with its <c>kind</c>. Written by hand: every <c>services.json</c> would otherwise pay for the metadata of all
/// kinds and their enumerations, whether or not a service has a condition.
/// </summary>
internal sealed class ConditionJsonConverter : JsonConverter<Condition>
{
    public override Condition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Condition value, JsonSerializerOptions options) => Write(writer, value);

    private static Condition Read(JsonElement element) => Text(element, "kind") switch
    {
        "all" => new Condition.All(Conditions(element)),
        "any" => new Condition.Any(Conditions(element)),
        "constant" => new Condition.Constant(Member(element, "value", JsonValueKind.True, JsonValueKind.False).GetBoolean()),
        "number" => new Condition.NumberComparison(Fact(element), Operator(element), Number(element)),
        "level" => new Condition.LevelComparison(Fact(element), Operator(element), Text(element, "value")),
        "version" => new Condition.VersionComparison(Fact(element), Operator(element), Version(element)),
        "text" => new Condition.TextComparison(Fact(element), Operator(element), Text(element, "value")),
        var other => throw new JsonException($"`{other}` is no kind of condition"),
    };

    private static void Write(Utf8JsonWriter writer, Condition condition)
    {
        writer.WriteStartObject();
        switch (condition)
        {
            case Condition.All all: WriteAll(writer, "all", all.Conditions); break;
            case Condition.Any any: WriteAll(writer, "any", any.Conditions); break;
            case Condition.Constant constant:
                writer.WriteString("kind", "constant");
                writer.WriteBoolean("value", constant.Value);
                break;
            case Condition.NumberComparison number:
                WriteComparison(writer, "number", number.Fact, number.Operator);
                writer.WriteNumber("value", number.Value);
                break;
            case Condition.LevelComparison level:
                WriteComparison(writer, "level", level.Fact, level.Operator);
                writer.WriteString("value", level.Value);
                break;
            case Condition.VersionComparison version:
                WriteComparison(writer, "version", version.Fact, version.Operator);
                writer.WriteString("value", version.Value.ToString());
                break;
            case Condition.TextComparison text:
                WriteComparison(writer, "text", text.Fact, text.Operator);
                writer.WriteString("value", text.Value);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string kind, IReadOnlyList<Condition> conditions)
    {
        writer.WriteString("kind", kind);
        writer.WriteStartArray("conditions");
        foreach (var each in conditions)
            Write(writer, each);
        writer.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter writer, string kind, ConditionFact fact, ComparisonOperator comparison)
    {
        writer.WriteString("kind", kind);
        writer.WriteString("fact", ConditionName.Of(fact).Text);
        writer.WriteString("operator", comparison.Text());
    }

    private static List<Condition> Conditions(JsonElement element)
    {
        var conditions = new List<Condition>();
        foreach (var each in Member(element, "conditions", JsonValueKind.Array, JsonValueKind.Array).EnumerateArray())
            conditions.Add(Read(each));
        return conditions;
    }

    private static ConditionFact Fact(JsonElement element)
    {
        var text = Text(element, "fact");
        foreach (var name in ConditionName.All)
        {
            if (name.Text == text)
                return name.Fact;
        }

        throw new JsonException($"conditions know no `{text}`");
    }

    private static ComparisonOperator Operator(JsonElement element) =>
        ComparisonOperators.TryParse(Text(element, "operator"), out var comparison) ? comparison : throw new JsonException("no operator of conditions");

    private static long Number(JsonElement element) =>
        Member(element, "value", JsonValueKind.Number, JsonValueKind.Number).TryGetInt64(out var number) ? number : throw new JsonException("no whole number");

    private static NumericVersion Version(JsonElement element) =>
        NumericVersion.TryParse(Text(element, "value"), out var version) ? version : throw new JsonException("not a version of numbers");

    private static string Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String, JsonValueKind.String).GetString()!;

    private static JsonElement Member(JsonElement element, string name, JsonValueKind kind, JsonValueKind otherKind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && (member.ValueKind == kind || member.ValueKind == otherKind)
            ? member
            : throw new JsonException($"a condition has no `{name}` of its kind");
}
