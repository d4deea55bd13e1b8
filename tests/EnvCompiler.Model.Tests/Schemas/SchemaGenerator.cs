using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>Records to JSON Schema (draft 2020-12), by the exporter of System.Text.Json over source-generated metadata.</summary>
internal sealed class SchemaGenerator(XmlDocumentation documentation)
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema of a type.</summary>
    /// <param name="type">Its metadata.</param>
    /// <param name="title">What the file is called.</param>
    internal JsonObject Generate(JsonTypeInfo type, string title)
    {
        var schema = (JsonObject)type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Describe,
        });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema;
    }

    internal static string Text(JsonObject schema) => schema.ToJsonString(Indented) + "\n";

    private JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;
        var description = context.PropertyInfo is { } property
            ? documentation.OfProperty(property.DeclaringType, ClrName(property))
            : documentation.OfType(context.TypeInfo.Type);
        if (description is not null && !schema.ContainsKey("description"))
            schema.Insert(0, "description", description);

        schema.Remove("$comment");

        // A value that is null is left out of our files, so `null` is not a type in them.
        if (schema["type"] is JsonArray types)
        {
            var others = types.Select(type => type!.GetValue<string>()).Where(type => type != "null").ToList();
            schema["type"] = others.Count == 1 ? others[0] : new JsonArray([.. others.Select(type => JsonValue.Create(type))]);
        }

        return schema;
    }

    private static string ClrName(JsonPropertyInfo property) => property.DeclaringType.GetProperties()
        .Select(member => member.Name)
        .First(name => JsonNamingPolicy.KebabCaseLower.ConvertName(name) == property.Name);
}
