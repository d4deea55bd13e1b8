using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Probing;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// Whether an environment has a supervisor, for those who wait for what it does. One that ended took its socket away. One that was killed leaves a
/// socket on which nobody listens, and its keeper starts another one: it counts as there for a while longer.
/// </summary>
/// <param name="run">The environment's run directory.</param>
/// <param name="time">Clock of the looks.</param>
public sealed class SupervisorPresence(RunLayout run, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EndedAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ComesBackWithin = TimeSpan.FromSeconds(10);

    private long? seen;
    private long? looked;

    /// <summary>Looks, at most twice a second.</summary>
    public async ValueTask<bool> IsThereAsync(CancellationToken cancellation)
    {
        if (looked is not { } last || time.GetElapsedTime(last) >= LookEvery)
        {
            looked = time.GetTimestamp();
            // A socket on which nobody listens at the first look may be that of one who was killed just now.
            if (await ListensAsync(cancellation) || (seen is null && File.Exists(run.Socket)))
                seen = looked;
        }

        return seen is { } at && time.GetElapsedTime(at) < (File.Exists(run.Socket) ? ComesBackWithin : EndedAfter);
    }

    private async Task<bool> ListensAsync(CancellationToken cancellation)
    {
        if (!File.Exists(run.Socket))
            return false;
        try
        {
            using var socket = await ServiceSockets.ConnectAsync(run.Socket, cancellation);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
