using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Conditions;

/// <summary>A version is its text.</summary>
internal sealed class NumericVersionJsonConverter : JsonConverter<NumericVersion>
{
    public override NumericVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumericVersion.TryParse(reader.GetString() ?? "", out var version) ? version : throw new JsonException("not a version of numbers");

    public override void Write(Utf8JsonWriter writer, NumericVersion value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
