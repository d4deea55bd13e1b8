using System.Globalization;
using System.Threading;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>What the probes of one instance look at: where it listens, what it says, commands beside it. Made before the instance is started.</summary>
internal sealed class InstanceProbes : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly NotifySocket? notify;
    private readonly bool hasCommand;

    /// <param name="spec">The service.</param>
    /// <param name="address">Where it listens, when known.</param>
    /// <param name="host">The supervisor.</param>
    /// <param name="notifySocket">Path of its socket for sd_notify; made only where a probe wants it.</param>
    /// <param name="command">Runs commands beside it.</param>
    /// <exception cref="IOException">The socket cannot be made.</exception>
    internal InstanceProbes(ServiceSpec spec, ServiceAddress? address, SupervisorHost host, string notifySocket, CommandProbe command)
    {
        var probes = new[] { spec.Startup, spec.Ready, spec.Live }.OfType<Probe>().ToList();
        var patterns = probes.Select(probe => probe.Log).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        (Address, Directory, Command) = (address, host.Environment.Directory, command);
        Lines = patterns.Count > 0 ? new LineWatch(patterns) : null;
        notify = probes.Any(probe => probe.Notify) ? new NotifySocket(notifySocket, host.Time) : null;
        hasCommand = probes.Any(probe => probe.Command is not null);
        Variables = notify is null ? new Dictionary<string, string>() : NotifyVariables(notifySocket, spec.Live);
    }

    /// <summary>Where it listens.</summary>
    internal ServiceAddress? Address { get; }

    /// <summary>Where relative paths start.</summary>
    internal string Directory { get; }

    /// <summary>Runs commands.</summary>
    internal CommandProbe Command { get; }

    /// <summary>Is shown the output; null where nobody looks at it.</summary>
    internal LineWatch? Lines { get; }

    /// <summary>Hears what it tells; for services with a probe that asks for that.</summary>
    internal NotifySocket Notify => notify ?? throw new InvalidOperationException("no probe of this service is told anything");

    /// <summary>What it says of itself, or null.</summary>
    internal string? Status => notify?.Status;

    /// <summary>What the instance needs in order to tell how it is.</summary>
    internal IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Cancelled when the instance has ended: then nobody asks any more.</summary>
    internal CancellationToken Ended => ended.Token;

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
        if (hasCommand)
            Command.KillAll();
        notify?.Dispose();
    }

    private static Dictionary<string, string> NotifyVariables(string socket, Probe? live)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [NotifySocket.Variable] = socket };
        if (live is { Notify: true })
            variables[NotifySocket.WatchdogVariable] = ((long)live.Period.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
        return variables;
    }
}
