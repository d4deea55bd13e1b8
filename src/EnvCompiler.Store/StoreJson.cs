using System.Text.Json.Serialization;
using EnvCompiler.Store.Composing;

namespace EnvCompiler.Store;

/// <summary>Source-generated JSON of the store's own files. Fields of newer versions are skipped: a store is shared by versions of envc.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectRequiredConstructorParameters = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RootRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
