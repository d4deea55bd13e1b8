using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Locks;

/// <summary>Source-generated JSON of the lock and of what its hashes are of, as <see cref="Json.EnvcJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(Lock))]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(IReadOnlyList<LockedInclude>))]
public sealed partial class LockJson : JsonSerializerContext
{
    private static LockJson? readable;

    /// <summary>As <see cref="Default"/>, but without escaping of characters that only matter inside HTML.</summary>
    public static LockJson Readable => readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
