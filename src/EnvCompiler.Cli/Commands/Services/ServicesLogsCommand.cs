using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services logs [NAME…]</c>: reads the files, so it works after the services have ended too.</summary>
public sealed class ServicesLogsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Argument<string[]> names = ServicesCommand.Names();
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Go on printing what is added, until the supervisor has gone" };
    private readonly Option<DateTimeOffset?> since;
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object a line: service, time, stream, text" };
    private readonly Option<int?> lines = CheckedOption.Number("--lines", 0, int.MaxValue, "How many last lines of each service (default: all)", "-n");

    /// <summary>The command.</summary>
    public ServicesLogsCommand(CliContext context)
        : base("logs", "Prints the logs of services, by time")
    {
        this.context = context;
        since = SinceOption.Create(context.Time);
        Add(directory);
        Add(names);
        Add(follow);
        Add(lines);
        Add(since);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var named = ServicesCommand.NullWhenEmpty(parsed.GetValue(names));
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !RunningServices.Known(layout, named).TryGet(out var known, out problems)
            || !RunningServices.Known(layout, names: null).TryGet(out var all, out problems))
            return context.Fail(problems);
        var follows = parsed.GetValue(follow);
        var view = new ServiceLogView(context.UserInterface.Output, all)
        {
            // A service that starts later may be the second one.
            ShowsNames = known.Count > 1 || (follows && named is null),
            Colors = context.UserInterface.ColorsOutput,
            Json = parsed.GetValue(json),
        };
        var query = new LogQuery(LogsOf(layout, known)) { Lines = parsed.GetValue(lines) ?? int.MaxValue, Since = parsed.GetValue(since) };
        view.Expect(known);
        if (follows)
            await FollowAsync(layout, query, view, named is null, cancellation);
        else
            view.Write(ServiceLogReader.Read(query));
        return ExitCodes.Done;
    }

    private async Task FollowAsync(EnvironmentLayout layout, LogQuery query, ServiceLogView view, bool all, CancellationToken cancellation)
    {
        var presence = new SupervisorPresence(RunningServices.Layout(layout), context.Time);
        var generation = Generation();
        var batches = ServiceLogReader.FollowAsync(query, More, IsWantedAsync, context.Time, cancellation);
        await foreach (var batch in batches)
            view.Write(batch);

        // `logs -f | head` ends with head.
        async ValueTask<bool> IsWantedAsync() => !Pipe.IsOutputAbandoned && await presence.IsThereAsync(cancellation);

        // A generation that was built meanwhile may have more services.
        IReadOnlyDictionary<string, string> More()
        {
            if (!all || generation == Generation() || !RunningServices.Known(layout, names: null).TryGet(out var now, out _))
                return query.Logs;
            generation = Generation();
            view.Expect(now);
            return LogsOf(layout, now);
        }

        string? Generation() => new FileInfo(layout.Current).LinkTarget;
    }

    private static Dictionary<string, string> LogsOf(EnvironmentLayout layout, IReadOnlyList<string> services) =>
        services.ToDictionary(name => name, layout.ServiceLog, StringComparer.Ordinal);
}
