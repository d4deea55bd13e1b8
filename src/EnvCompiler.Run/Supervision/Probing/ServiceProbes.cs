using System.Threading;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Asks a service what its probes want to know.</summary>
internal sealed class ServiceProbes : IDisposable
{
    private readonly HttpProbe http = new();

    /// <summary>One try, of at most the probe's timeout.</summary>
    /// <param name="probe">What is asked.</param>
    /// <param name="instance">Whom.</param>
    /// <param name="cancellation">Ends the try.</param>
    /// <returns>Null when the answer is as it must be, otherwise what was wrong, in a sentence.</returns>
    internal async Task<string?> TryAsync(Probe probe, InstanceProcesses instance, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(probe.Timeout);
        try
        {
            return probe switch
            {
                { Http: not null } => await http.TryAsync(probe, instance.Address, limit.Token),
                { Tcp: { } endPoint } => await TryTcpAsync(endPoint, instance.Address, limit.Token),
                { Unix: { } path } => await ServiceSockets.TryUnixAsync(Path.GetFullPath(path, instance.Directory), limit.Token),
                _ => throw new NotSupportedException("a probe that asks nothing"),
            };
        }
        catch (OperationCanceledException)
        {
            return $"`{probe.Http ?? probe.Tcp ?? probe.Unix}` did not answer within {probe.Timeout.TotalSeconds:0.###} s";
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<string?> TryTcpAsync(string endPoint, ServiceAddress? address, CancellationToken cancellation)
    {
        if (endPoint != Probe.OwnEndpoint)
            return await ServiceSockets.TryTcpAsync(endPoint, cancellation);
        return address switch
        {
            null => "where the service listens is not known",
            { Socket: { } path } => await ServiceSockets.TryUnixAsync(path, cancellation),
            _ => await ServiceSockets.TryTcpAsync(new Uri(address.Url).Authority, cancellation),
        };
    }
}
