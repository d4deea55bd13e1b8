using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Contained;

/// <summary>
/// <c>envc-run probe SERVICE [startup|ready|live]</c>: how a service is, as the <c>foreground</c> beside it sees it, which asks the manifest's probes itself: for those that an
/// orchestrator has no form for (a log line, sd_notify, a command, what a body must be). Started and ready are one question: a service that has started is not ready for its warm-up alone.
/// </summary>
public static class ProbeCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "probe";

    private const string Usage = "usage: envc-run probe SERVICE [startup|ready|live]";
    private const int Misused = 2;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <returns>0 for yes, 1 for no with the reason on standard error.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (service, question) = arguments switch
        {
            [var name] => (name, "ready"),
            [var name, "startup" or "ready" or "live"] => (name, arguments[1]),
            _ => ("", ""),
        };
        if (service.Length == 0)
        {
            await StandardStream.Error.WriteLineAsync(Usage);
            return Misused;
        }

        var caller = OwnVariables.Read();
        var run = ForegroundCommand.RunOf(service, ContainedStart.ProjectOf(caller), caller);
        if (!Directory.Exists(run.Directory))
            run = ForegroundCommand.RunOf(alone: null, ContainedStart.ProjectOf(caller), caller);
        using var limit = new CancellationTokenSource(Within);
        try
        {
            return await AskAsync(run, service, question, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return Refuse($"the launcher has not answered within {Within.TotalSeconds:0} s");
        }
    }

    private static async Task<int> AskAsync(RunLayout run, string service, string question, CancellationToken cancellation)
    {
        if (!(await SupervisorClient.ConnectAsync(run, cancellation)).TryGet(out var client, out var problems))
            return Refuse(problems[0].ToString());
        if (client is null)
            return Refuse(ContainedDiagnostics.NotRunning(run.Socket).ToString());
        using (client)
        {
            if (!(await client.StatusAsync(cancellation)).TryGet(out var statuses, out problems))
                return Refuse(problems[0].ToString());
            if (statuses.FirstOrDefault(status => status.Name == service) is not { } found)
                return Refuse(ContainedDiagnostics.UnknownService(service, statuses.Select(status => status.Name)).ToString());
            var holds = question != "live" ? found.State == ServiceState.Ready : found.State is not (ServiceState.Failed or ServiceState.Stopped);
            return holds ? 0 : Refuse($"`{service}` is {found.State.ToString().ToLowerInvariant()}{(found.Detail is { } detail ? $": {detail}" : "")}");
        }
    }

    private static int Refuse(string reason)
    {
        StandardStream.Error.WriteLine($"envc-run: {reason}");
        return 1;
    }
}
