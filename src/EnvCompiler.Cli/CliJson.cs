using System.Text.Json.Serialization;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli;

/// <summary>JSON that commands print with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ServiceStatus[]))]
internal sealed partial class CliJson : JsonSerializerContext;
