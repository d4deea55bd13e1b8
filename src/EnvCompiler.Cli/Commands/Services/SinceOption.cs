using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>--since 10m</c>, <c>--since 2026-11-21T09:45:22Z</c>.</summary>
internal static class SinceOption
{
    /// <summary>The option.</summary>
    /// <param name="time">Clock of durations.</param>
    public static Option<DateTimeOffset?> Create(TimeProvider time) => new("--since")
    {
        Description = "Lines of this time and later: an ISO 8601 time (local, unless it says otherwise), or a duration before now such as `10m`",
        HelpName = "TIME|DURATION",
        CustomParser = argument => Parse(argument, time),
    };

    private static DateTimeOffset? Parse(ArgumentResult argument, TimeProvider time)
    {
        var text = argument.Tokens[0].Value;
        if (Duration.TryParse(text, out var duration))
            return time.GetUtcNow() - duration;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment))
            return moment;
        argument.AddError($"`{text}` is neither a duration such as `10m` nor a time such as `2026-11-21T09:45:22Z`");
        return null;
    }
}
