using System.Threading;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>This host's systemd, or the user's. Where none runs there is nobody to tell, and nothing that could go on running.</summary>
/// <param name="processes">Runs <c>systemctl</c>.</param>
/// <param name="isUser">The user's.</param>
internal sealed class HostServiceManager(IProcessRunner processes, bool isUser)
{
    // systemctl(1), "Exit status", after the LSB: there is no such unit.
    private const int NoSuchUnit = 5;

    /// <summary>Where managers have their sockets.</summary>
    internal string RunDirectory { get; init; } = "/run";

    // sd_booted(3); the socket that `systemctl --user` connects to.
    private bool IsThere => Directory.Exists($"{RunDirectory}/systemd/system") && (!isUser || File.Exists($"{RunDirectory}/user/{HostPlaces.UserId}/systemd/private"));

    /// <summary>Ends units while they have files: what has none can only be stopped by who remembers its name.</summary>
    /// <returns>ENVC0988 where they may still run; null where none does.</returns>
    internal async Task<Diagnostic?> StopAsync(IReadOnlyList<string> units, CancellationToken cancellation)
    {
        string[] request = ["stop", .. units];
        return units.Count == 0 || await TellAsync(request, isDone: code => code is 0 or NoSuchUnit, cancellation) is not { } reason ? null : ExportDiagnostics.NotStopped(CommandOf(request), reason);
    }

    /// <summary>Has it read the units.</summary>
    /// <returns>A warning where that failed.</returns>
    internal async Task<Diagnostic?> ReloadAsync(CancellationToken cancellation) =>
        await TellAsync(["daemon-reload"], isDone: code => code == 0, cancellation) is { } reason ? ExportDiagnostics.ManagerNotTold(CommandOf(["daemon-reload"]), reason) : null;

    private async Task<string?> TellAsync(string[] request, Func<int, bool> isDone, CancellationToken cancellation)
    {
        if (!IsThere)
            return null;
        var answer = await processes.RunAsync("systemctl", isUser ? ["--user", .. request] : request, cancellation);
        return answer is null ? "there is no `systemctl`" : isDone(answer.ExitCode) ? null : answer.Error.Trim();
    }

    private string CommandOf(string[] request) => string.Join(' ', isUser ? ["systemctl", "--user", .. request] : ["systemctl", .. request]);
}
