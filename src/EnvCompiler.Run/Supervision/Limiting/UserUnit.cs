using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>A unit of a user's own systemd. That one marks no control group as delegated, as the host's does, so it is asked.</summary>
internal static class UserUnit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether it is of such a unit with <c>Delegate=</c>.</summary>
    /// <param name="group">Path of a control group.</param>
    /// <param name="processes">Runs <c>systemctl</c>.</param>
    internal static async Task<bool> IsDelegatedAsync(string group, IProcessRunner processes)
    {
        var name = Path.GetFileName(group);
        if (!group.Contains("/user@", StringComparison.Ordinal)
            || !(name.EndsWith(".service", StringComparison.Ordinal) || name.EndsWith(".scope", StringComparison.Ordinal)))
            return false;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var shown = await processes.RunAsync("systemctl", ["--user", "show", "--property=Delegate", "--value", "--", name], limit.Token);
            return shown is { ExitCode: 0 } && shown.Output.Trim() == "yes";
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
