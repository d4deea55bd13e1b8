using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Store;

/// <summary>Records that envc writes with what they describe, and that are there whole or not at all.</summary>
internal static class StoreRecord
{
    private const string Remedy = "`envc store verify --repair` makes it whole; check the disk";

    /// <summary>Reads one.</summary>
    /// <exception cref="DamagedFileException">It is not what envc wrote.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class => RecordFile.Read(path, Remedy, content => JsonSerializer.Deserialize(content, type));
}
