using System.Threading;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>The clock, by which a Release file is found expired, and TLS certificates: against the mirrors' clocks, and against the dates of what they have.</summary>
internal sealed class ClockCheck : IDoctorCheck
{
    private const string Fix = "timedatectl set-ntp true";

    // A clock that is so wrong fails nothing yet, but nothing keeps it right either.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var answers = await host.AskMirrorsAsync();
        var now = host.Time.GetUtcNow();
        if (answers.Max(answer => answer.Date) is { } newest && newest > now + s_tolerance)
            return [CheckResult.Failed(Name, $"it is {Text(newest - now)} before the date of a Release file that is there already", Fix)];
        if (answers.Select(answer => answer.ServerTime).FirstOrDefault(time => time is not null) is not { } server)
            return [CheckResult.Skipped(Name, "no mirror has told the time")];
        var ahead = now - server;
        return
        [
            ahead.Duration() <= s_tolerance
                ? CheckResult.Ok(Name, "it agrees with the mirror's")
                : CheckResult.Warning(Name, $"it is {Text(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the mirror's", Fix),
        ];
    }

    private static string Text(TimeSpan time) => time.TotalDays >= 2 ? $"{time.TotalDays:0} days" : time.TotalHours >= 2 ? $"{time.TotalHours:0} hours" : $"{time.TotalMinutes:0} minutes";
}
