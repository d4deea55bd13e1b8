using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Asks a service what its probes want to know.</summary>
internal sealed class ServiceProbes : IDisposable
{
    private readonly HttpProbe http = new();

    /// <summary>One try, of at most the probe's timeout; to be called on the supervisor's thread. What a service says by itself is waited for so long.</summary>
    /// <param name="probe">What is asked.</param>
    /// <param name="instance">Whom.</param>
    /// <returns>Null when the answer is as it must be, otherwise what was wrong, in a sentence.</returns>
    internal async Task<string?> TryAsync(Probe probe, InstanceProbes instance)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(instance.Ended);
        limit.CancelAfter(probe.Timeout);
        try
        {
            return probe switch
            {
                { Http: not null } => await http.TryAsync(probe, instance.Address, limit.Token),
                { Tcp: { } endPoint } => await TryTcpAsync(endPoint, instance.Address, limit.Token),
                { Unix: { } path } => await ServiceSockets.TryUnixAsync(Path.GetFullPath(path, instance.Directory), limit.Token),
                { Command: { } command } => await instance.Command.TryAsync(command, limit.Token),
                { Log: { } pattern } => await AwaitAsync(instance.Lines!.MatchAsync(pattern, limit.Token)),
                { Notify: true, Failures: > 0 } => TryWatchdog(probe, instance.Notify),
                { Notify: true } => await AwaitAsync(instance.Notify.ReadyAsync(limit.Token)),
                _ => throw new InvalidOperationException("a probe asks nothing"),
            };
        }
        catch (OperationCanceledException)
        {
            return Silence(probe);
        }
    }

    public void Dispose() => http.Dispose();

    private static string Silence(Probe probe) => probe switch
    {
        { Command: not null } => $"the command did not end within {Seconds(probe.Timeout)}",
        { Log: { } pattern } => $"no line of its output has matched `{pattern}` yet",
        { Notify: true } => "it has not said `READY=1` yet",
        _ => $"`{probe.Http ?? probe.Tcp ?? probe.Unix}` did not answer within {Seconds(probe.Timeout)}",
    };

    private static async Task<string?> AwaitAsync(Task said)
    {
        await said;
        return null;
    }

    private static string? TryWatchdog(Probe probe, NotifySocket notify) =>
        notify.SinceLastSign is var silence && silence <= probe.Period ? null : $"it has not said `WATCHDOG=1` for {Seconds(silence)}";

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

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";
}
