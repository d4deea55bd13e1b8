using System.Globalization;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Sizes for people, in decimal units as download sizes are given.</summary>
internal static class ByteSize
{
    /// <summary><c>812 B</c>, <c>42 kB</c>, <c>19.6 MB</c>, <c>1.3 GB</c>.</summary>
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
