using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Channels;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Host.Terminals;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>
/// The live view: one loop takes events and draws; looks, actions and the log that is followed are tasks that post to it, so that nothing keeps the
/// screen waiting.
/// </summary>
/// <param name="context">Where to draw.</param>
/// <param name="layout">The environment.</param>
internal sealed class TopSession(CliContext context, EnvironmentLayout layout) : IDisposable
{
    private const int Interrupted = 128;
    private const int LogLines = 500;
    private const int LinesPerPost = 10_000;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Channel<TopEvent> events = Channel.CreateUnbounded<TopEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource end = new();
    private readonly TopSampler sampler = new(layout, context.Time);
    private TopSnapshot? shown;
    private string? message;
    private string? chosen;
    private string? followed;
    private IReadOnlyList<string> log = [];
    private CancellationTokenSource? following;

    /// <summary>The first look.</summary>
    internal Task<Result<TopSnapshot>> LookAsync(CancellationToken cancellation) => sampler.LookAsync(cancellation);

    /// <summary>Shows until it is ended.</summary>
    /// <param name="first">The first look.</param>
    /// <returns>Exit code.</returns>
    internal async Task<int> RunAsync(TopSnapshot first)
    {
        shown = first;
        chosen = first.Services.Count > 0 ? first.Services[0].Status.Name : null;
        using var keys = new KeyInput();
        using var screen = new FullScreen(context.UserInterface.Output, context.UserInterface.ColorsOutput);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndBySignal);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndBySignal);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndBySignal);
        using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Post(new TopEvent.Resized()));
        new Thread(() => ReadKeys(keys)) { Name = "keys", IsBackground = true }.Start();
        Observe(LookOnAsync(end.Token));
        screen.Draw(Lines());
        await foreach (var what in events.Reader.ReadAllAsync())
        {
            if (Take(what) is { } exitCode)
                return exitCode;
            screen.Draw(Lines());
        }

        return ExitCodes.Done;
    }

    public void Dispose()
    {
        end.Cancel();
        following?.Cancel();
        sampler.Dispose();
    }

    private int Chosen => Math.Max(Names.IndexOf(chosen ?? ""), 0);

    private List<string> Names => [.. shown!.Services.Select(row => row.Status.Name)];

    private void Post(TopEvent what) => events.Writer.TryWrite(what);

    private IReadOnlyList<StyledLine> Lines() => followed is { } service
        ? TopLogView.Screen(service, log, FullScreen.Width, FullScreen.Height)
        : TopView.Screen(shown!, Chosen, message, FullScreen.Width, FullScreen.Height);

    /// <summary>The exit code when it is over.</summary>
    private int? Take(TopEvent what)
    {
        switch (what)
        {
            case TopEvent.Looked look: shown = look.Shown; break;
            case TopEvent.Said said: message = said.Message; break;
            case TopEvent.Logged logged when logged.Service == followed: log = logged.Lines; break;
            case TopEvent.Ended ended: return ended.ExitCode;
            case TopEvent.Pressed { Key: TopKey.Quit } when followed is null: return ExitCodes.Done;
            case TopEvent.Pressed { Key: TopKey.Quit or TopKey.Back } when followed is not null: StopFollowing(); break;
            case TopEvent.Pressed pressed when followed is null && Names is { Count: > 0 } names: Press(pressed.Key, names); break;
        }

        return null;
    }

    private void Press(TopKey key, List<string> names)
    {
        var service = names[Chosen];
        switch (key)
        {
            case TopKey.Up: chosen = names[Math.Max(Chosen - 1, 0)]; break;
            case TopKey.Down: chosen = names[Math.Min(Chosen + 1, names.Count - 1)]; break;
            case TopKey.Restart: Act("restart", service, client => client.RestartAsync([service], activation: null, warm: false, end.Token)); break;
            case TopKey.Stop: Act("stop", service, client => client.StopAsync([service], end.Token)); break;
            case TopKey.Start: Act("start", service, client => client.StartAsync([service], activation: null, wait: true, detach: false, end.Token)); break;
            case TopKey.Logs: Follow(service); break;
        }
    }

    private void Act(string verb, string service, Func<SupervisorClient, Task<Result<IReadOnlyList<ServiceStatus>>>> ask)
    {
        message = $"{verb} {service} …";
        Observe(ActAsync());

        async Task ActAsync()
        {
            if (!(await RunningServices.ConnectAsync(layout, end.Token)).TryGet(out var client, out var problems))
            {
                Post(new TopEvent.Said(problems[0].Message));
                return;
            }

            using (client)
            {
                if (client is null)
                    Post(new TopEvent.Said($"{verb} {service}: no supervisor runs; `envc services start --detach` starts one"));
                else
                    Post(new TopEvent.Said((await ask(client)).TryGet(out _, out problems) ? $"{verb} {service}: done" : problems[0].Message));
            }
        }
    }

    private void Follow(string service)
    {
        (followed, log) = (service, []);
        following = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var token = following.Token;
        Observe(Task.Run(() => FollowAsync(service, token), token));
    }

    private void StopFollowing()
    {
        following?.Cancel();
        following?.Dispose();
        (following, followed) = (null, null);
    }

    private async Task FollowAsync(string service, CancellationToken cancellation)
    {
        var query = new LogQuery(new Dictionary<string, string>(StringComparer.Ordinal) { [service] = layout.ServiceLog(service) }) { Lines = LogLines };
        var last = new Queue<string>();
        var batches = ServiceLogReader.FollowAsync(query, () => query.Logs, () => ValueTask.FromResult(true), context.Time, cancellation);
        await foreach (var batch in batches)
        {
            var count = 0;
            foreach (var line in batch)
            {
                last.Enqueue(TopLogView.Shown(line));
                if (last.Count > LogLines)
                    last.Dequeue();
                // A service may write faster than this reads: the batch then has no end.
                if (++count % LinesPerPost == 0)
                    Post(new TopEvent.Logged(service, [.. last]));
                if (cancellation.IsCancellationRequested)
                    return;
            }

            if (count > 0)
                Post(new TopEvent.Logged(service, [.. last]));
        }
    }

    private async Task LookOnAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_period, context.Time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if ((await sampler.LookAsync(cancellation)).TryGet(out var look, out var problems))
                Post(new TopEvent.Looked(look));
            else
                Post(new TopEvent.Said(problems[0].Message));
        }
    }

    private void ReadKeys(KeyInput keys)
    {
        var buffer = new byte[64];
        for (int count; (count = keys.Read(buffer)) > 0;)
        {
            foreach (var key in TopKeys.Of(buffer[..count]))
                Post(new TopEvent.Pressed(key));
        }

        Post(new TopEvent.Ended(ExitCodes.Done));
    }

    private void EndBySignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        var number = signal.Signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 };
        Post(new TopEvent.Ended(Interrupted + number));
    }

    // A bug in a task ends the view, with the terminal as it was, instead of being lost.
    private void Observe(Task task) => _ = task.ContinueWith(
        failed => events.Writer.TryComplete(failed.Exception!.InnerException),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
