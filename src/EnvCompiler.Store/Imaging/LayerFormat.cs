using System.Globalization;

namespace EnvCompiler.Store.Imaging;

/// <summary>How layers are to be compressed, as somebody asks for it: <c>gzip</c>, <c>zstd</c> or <c>zstd:LEVEL</c>.</summary>
/// <param name="Compression">With what.</param>
/// <param name="Level">How hard; gzip has one level only.</param>
public readonly record struct LayerFormat(LayerCompression Compression, int Level)
{
    /// <summary>zstd's highest level that every reader has the memory for.</summary>
    public const int HighestLevel = 19;

    private const int DefaultZstdLevel = 3;

    /// <summary>What every tool reads.</summary>
    public static LayerFormat Gzip => new(LayerCompression.Gzip, Level: 0);

    /// <summary>Reads it.</summary>
    /// <returns>False where the text is something else.</returns>
    public static bool TryParse(string text, out LayerFormat format)
    {
        format = text == "gzip" ? Gzip : new LayerFormat(LayerCompression.Zstd, DefaultZstdLevel);
        if (text is "gzip" or "zstd")
            return true;
        if (!text.StartsWith("zstd:", StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan("zstd:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            || level is < 1 or > HighestLevel)
            return false;
        format = format with { Level = level };
        return true;
    }
}
