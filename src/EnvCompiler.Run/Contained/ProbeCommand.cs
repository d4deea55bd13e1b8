using System.Collections;
using System.Threading;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Contained;

/// <summary>
/// <c>envc-run probe [--alone] SERVICE [ready|live]</c>: how a service is, as the <c>foreground</c> beside it sees it: for probes of an orchestrator of a kind that it has no form for
/// (a log line, sd_notify, several at once).
/// </summary>
public static class ProbeCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "probe";

    private const string Usage = "usage: envc-run probe [--environment DIRECTORY] [--alone] SERVICE [ready|live]";
    private const int Misused = 2;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <returns>0 for yes, 1 for no with the reason on standard error.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var words = arguments.ToList();
        var question = words.Count > 1 && words[^1] is "ready" or "live" ? words[^1] : "ready";
        if (words.Count > 1 && words[^1] == question)
            words.RemoveAt(words.Count - 1);
        if (ForegroundOptions.Parse(words) is not { Names: [var service] } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return Misused;
        }

        var caller = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            caller[(string)variable.Key] = (string)variable.Value!;
        var run = ForegroundCommand.RunOf(options, ContainedStart.ProjectOf(caller), caller);
        using var limit = new CancellationTokenSource(Within);
        if (!(await SupervisorClient.ConnectAsync(run, limit.Token)).TryGet(out var client, out var problems))
            return Refuse(problems[0].ToString());
        if (client is null)
            return Refuse(ContainedDiagnostics.NotRunning(run.Socket).ToString());
        using (client)
        {
            if (!(await client.StatusAsync(limit.Token)).TryGet(out var statuses, out problems))
                return Refuse(problems[0].ToString());
            if (statuses.FirstOrDefault(status => status.Name == service) is not { } found)
                return Refuse(ContainedDiagnostics.UnknownService(service, statuses.Select(status => status.Name)).ToString());
            var holds = question == "ready" ? found.State == ServiceState.Ready : found.State is not (ServiceState.Failed or ServiceState.Stopped);
            return holds ? 0 : Refuse($"`{service}` is {found.State.ToString().ToLowerInvariant()}{(found.Detail is { } detail ? $": {detail}" : "")}");
        }
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine($"envc-run: {reason}");
        return 1;
    }
}
