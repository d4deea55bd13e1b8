using System.Text.Json;

namespace EnvCompiler.Host.Files;

/// <summary>JSON that envc wrote, and that nobody changes.</summary>
public static class RecordFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="remedy">What makes it whole where it is damaged: a hint.</param>
    /// <param name="parse">Makes it of its bytes.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static T Read<T>(string path, string remedy, Func<byte[], T?> parse)
        where T : class
    {
        var content = File.ReadAllBytes(path);
        try
        {
            return parse(content) ?? throw new DamagedFileException(path, remedy, cause: null);
        }
        // The second is of a reader that finds a value of another kind.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DamagedFileException(path, remedy, e);
        }
    }
}
