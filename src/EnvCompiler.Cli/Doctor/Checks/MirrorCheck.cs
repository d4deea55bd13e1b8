using System.Globalization;
using System.Threading;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>Whether the suites of the manifest's Debian catalogs can be had now. Being offline is a warning: what is in the store works.</summary>
internal sealed class MirrorCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "catalog";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var now = host.Time.GetUtcNow();
        return [.. (await host.AskMirrorsAsync()).Select(answer => Judge(answer, now))];
    }

    private CheckResult Judge(MirrorAnswer answer, DateTimeOffset now)
    {
        var name = $"{Name} {answer.Catalog}/{answer.Suite}";
        if (answer.IsMissing)
            return CheckResult.Failed(name, $"`{answer.Mirror}` has no suite `{answer.Suite}`", "name a suite that it has, or another `mirror`");
        if (answer.Problem is { } problem)
            return CheckResult.Warning(name, $"`{answer.Mirror}` cannot be asked: {problem}", "check network and proxy, or set ENVC_DEBIAN_MIRROR; `--offline` uses what is in the store");
        if (answer.ValidUntil < now && !answer.AllowsExpired)
            return CheckResult.Failed(name, $"its Release file at `{answer.Mirror}` has expired on {Day(answer.ValidUntil.Value)}", "use another mirror, or `{ name = \"…\", allow-expired = true }` in the catalog's `suites`");
        return CheckResult.Ok(name, $"`{answer.Mirror}` has it, of {Day(answer.Date!.Value)}{(answer.ValidUntil < now ? ", expired, which the manifest allows" : "")}");
    }

    private static string Day(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
