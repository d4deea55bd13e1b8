using System.Net;
using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>
/// Keeps the server where the newest generation wants it; a port that is taken is tried again, after a time that grows. On the supervisor's thread.
/// </summary>
/// <param name="report">Makes the text, from any thread.</param>
/// <param name="time">The clock.</param>
/// <param name="post">Brings a call back to the supervisor's thread.</param>
internal sealed class MetricsEndpoint(Func<CancellationToken, Task<string>> report, TimeProvider time, Action<Action> post) : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private MetricsServer? server;
    private ITimer? retry;

    /// <summary>Where it is to listen, as the manifest has it; null for nowhere.</summary>
    internal string? Address { get; private set; }

    /// <summary>Why nothing listens though something should; null when all is well.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Listens there from now on.</summary>
    /// <param name="address">As the manifest has it; null for nowhere.</param>
    internal void Use(string? address)
    {
        Address = address;
        if (address is null || !ListenAddress.TryParse(address, out var wanted))
            Stop();
        else if (!wanted.Equals(server?.Asked))
            Listen(wanted, FirstDelay);
    }

    public void Dispose() => Stop();

    private void Listen(IPEndPoint wanted, TimeSpan delay)
    {
        Stop();
        try
        {
            server = new MetricsServer(wanted, report);
        }
        catch (SocketException e)
        {
            Problem = $"cannot serve metrics on {Address}: {e.Message}";
            var next = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            ITimer? own = null;
            own = retry = time.CreateTimer(_ => post(() => RetryUnlessReplaced(own)), null, delay, Timeout.InfiniteTimeSpan);

            void RetryUnlessReplaced(ITimer? timer)
            {
                if (retry == timer)
                    Listen(wanted, next);
            }
        }
    }

    private void Stop()
    {
        Problem = null;
        retry?.Dispose();
        retry = null;
        server?.Dispose();
        server = null;
    }
}
