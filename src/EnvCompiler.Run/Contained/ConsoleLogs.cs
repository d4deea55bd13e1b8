using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Run.Contained;

/// <summary>Output of services to this process's own: what a container's logs are made of. With several services each line begins with its service's name.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error; the supervisor's own lines go there too.</param>
/// <param name="isNamed">Several services write.</param>
internal sealed class ConsoleLogs(Stream output, Stream error, bool isNamed) : IServiceLogs
{
    private readonly System.Threading.Lock gate = new();

    /// <inheritdoc/>
    public IServiceLog Of(string service, LogRotation? rotation) => new ConsoleLog(service, isNamed ? $"{service} | " : "", output, error, gate);

    /// <inheritdoc/>
    public IServiceLog OfDeactivation() => new ConsoleLog("on-deactivate", isNamed ? "on-deactivate | " : "", output, error, gate);

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }
}
