using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>Keeps the server where the newest generation wants it. On the supervisor's thread.</summary>
/// <param name="report">Makes the text, from any thread.</param>
internal sealed class MetricsEndpoint(Func<CancellationToken, Task<string>> report) : IDisposable
{
    private MetricsServer? server;

    /// <summary>Why nothing listens though something should; null when all is well.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Listens there from now on.</summary>
    /// <param name="address">As the manifest has it; null for nowhere.</param>
    internal void Use(string? address)
    {
        Problem = null;
        if (address is null || !ListenAddress.TryParse(address, out var wanted))
        {
            Stop();
            return;
        }

        if (wanted.Equals(server?.Asked))
            return;
        Stop();
        try
        {
            server = new MetricsServer(wanted, report);
        }
        catch (SocketException e)
        {
            Problem = $"cannot serve metrics on {address}: {e.Message}";
        }
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        server?.Dispose();
        server = null;
    }
}
