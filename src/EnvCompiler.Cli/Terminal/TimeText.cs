using System.Globalization;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Times for people.</summary>
internal static class TimeText
{
    /// <summary>A time of the history where this host is: <c>2026-11-22 14:05</c>.</summary>
    /// <param name="time">ISO 8601.</param>
    public static string Local(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var parsed)
            ? parsed.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : time;
}
