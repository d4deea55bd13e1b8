using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EnvCompiler.Store;

/// <summary>Records that envc writes with what they describe, and that are there whole or not at all.</summary>
internal static class StoreRecord
{
    /// <summary>Reads one.</summary>
    /// <exception cref="DamagedRecordException">It is not what envc wrote.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new DamagedRecordException(path, cause: null);
        }
        catch (JsonException e)
        {
            throw new DamagedRecordException(path, e);
        }
    }
}
