using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>
/// The log of each service: one writer a file, whichever instances of the service write, so that a rotation by one of them is one for all.
/// </summary>
/// <param name="environment">Where the files are.</param>
/// <param name="time">Clock of the lines.</param>
internal sealed class ServiceLogs(EnvironmentLayout environment, TimeProvider time) : IServiceLogs
{
    private readonly Dictionary<string, ServiceLog> logs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IServiceLog Of(string service, LogRotation? rotation)
    {
        if (!logs.TryGetValue(service, out var log))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(environment.ServiceLog(service))!);
            logs.Add(service, log = new ServiceLog(environment.ServiceLog(service), time));
        }

        log.Limits = rotation is null ? LogLimits.Default : LogLimits.Of(rotation);
        return log;
    }

    /// <inheritdoc/>
    public IServiceLog OfDeactivation()
    {
        Directory.CreateDirectory(environment.Log);
        return new ServiceLog(Path.Combine(environment.Log, "on-deactivate.log"), time);
    }

    public void Dispose()
    {
        foreach (var log in logs.Values)
            log.Dispose();
    }
}
