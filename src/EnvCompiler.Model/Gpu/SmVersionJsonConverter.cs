using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary><c>"sm_90"</c>.</summary>
public sealed class SmVersionJsonConverter : JsonConverter<SmVersion>
{
    /// <inheritdoc/>
    public override SmVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SmVersion.TryParse(reader.GetString() ?? "", out var sm) ? sm : throw new JsonException("not an SM");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SmVersion value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
