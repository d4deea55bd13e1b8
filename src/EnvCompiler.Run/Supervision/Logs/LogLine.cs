using System.Globalization;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>A line of a service's log, taken apart.</summary>
/// <param name="Service">Name.</param>
/// <param name="Time">When it was read, UTC; null where the file has something else at its beginning.</param>
/// <param name="Stream"><c>out</c>, <c>err</c> or <c>envc</c>; null without a time.</param>
/// <param name="Text">What was said.</param>
public sealed record LogLine(string Service, DateTimeOffset? Time, string? Stream, string Text)
{
    /// <summary>How times are written: 24 characters.</summary>
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const int TimeLength = 24;

    /// <summary>The line as the file has it.</summary>
    public override string ToString() =>
        Time is { } time ? $"{time.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Stream} {Text}" : Text;

    /// <summary>The word of a stream.</summary>
    internal static string WordOf(LogStream stream) => stream switch
    {
        LogStream.Output => "out",
        LogStream.Error => "err",
        _ => "envc",
    };

    /// <summary>Takes a line apart.</summary>
    internal static LogLine Parse(string service, string line)
    {
        if (TimeOf(line) is not { } time || line.IndexOf(' ', TimeLength + 1) is not (> 0 and var end))
            return new LogLine(service, null, null, line);
        return new LogLine(service, time, line[(TimeLength + 1)..end], line[(end + 1)..]);
    }

    /// <summary>The time at the beginning of a line; null where there is none.</summary>
    internal static DateTimeOffset? TimeOf(ReadOnlySpan<char> line) =>
        line.Length > TimeLength && line[TimeLength] == ' '
        && DateTimeOffset.TryParseExact(
            line[..TimeLength], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
