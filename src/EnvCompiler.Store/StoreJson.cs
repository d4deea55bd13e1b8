using System.Text.Json.Serialization;
using EnvCompiler.Store.Composing;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store;

/// <summary>Source-generated JSON of the store's own files. Fields of newer versions are skipped: a store is shared by versions of envc.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ObjectRecord))]
[JsonSerializable(typeof(RootRecord))]
[JsonSerializable(typeof(ReviewedScript[]))]
[JsonSerializable(typeof(ImageRecord))]
[JsonSerializable(typeof(StoredLayer))]
internal sealed partial class StoreJson : JsonSerializerContext;
