using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Supervision;

/// <summary>Services and their supervisor: ENVC06xx.</summary>
public static class SupervisorDiagnostics
{
    internal static Diagnostic RunDirectoryUnsafe(string directory) =>
        new("ENVC0601", $"`{directory}` is not a directory that belongs to you alone")
        {
            Hint = "remove it, or set `XDG_RUNTIME_DIR` to a directory of your own",
        };

    internal static Diagnostic SocketPathTooLong(string path) =>
        new("ENVC0602", $"`{path}` is too long for a socket, which may have 107 bytes")
        {
            Hint = "set `XDG_RUNTIME_DIR` to a shorter path",
        };

    internal static Diagnostic DidNotStart(string problem, string log) =>
        new("ENVC0603", $"the supervisor did not start: {problem}") { Fault = Fault.Outside, Hint = $"see `{log}`" };

    internal static Diagnostic NoAnswer(string socket) =>
        new("ENVC0604", $"the supervisor does not answer on `{socket}`") { Fault = Fault.Outside };

    internal static Diagnostic OtherProtocol() =>
        new("ENVC0605", "the running supervisor is of another version of envc")
        {
            Hint = "leave all activations of this environment, then try again",
        };

    internal static Diagnostic StillEnding() =>
        new("ENVC0606", "the supervisor is ending and its services take long to stop")
        {
            Fault = Fault.Outside,
            Hint = "try again in a while",
        };

    internal static Diagnostic Refused(string detail) =>
        new("ENVC0607", $"the supervisor refused the request: {detail}");

    internal static Diagnostic ServicesUnreadable(string directory, Exception failure) =>
        new("ENVC0608", $"cannot read the services in `{directory}`: {failure.Message}") { Fault = Fault.Outside, Hint = (failure as DamagedFileException)?.Remedy };

    /// <summary>ENVC06xx: a name that is none of the services.</summary>
    public static Diagnostic UnknownService(string name, IEnumerable<string> known) =>
        new("ENVC0610", $"there is no service `{name}`") { Hint = NearNames.Hint(name, known) };

    internal static Diagnostic Failed(ServiceStatus status) =>
        new("ENVC0611", $"service `{status.Name}` {Story(status)}")
        {
            Details = LogLines(status),
            Hint = $"its log is `{status.Log}`",
        };

    internal static Diagnostic NotReadyInTime(ServiceStatus status) =>
        new("ENVC0612", $"service `{status.Name}` was not ready before its deadline{Because(status)}")
        {
            Details = LogLines(status),
            Hint = $"its log is `{status.Log}`",
        };

    internal static Diagnostic GpuUnused(ServiceStatus status) =>
        new("ENVC0614", $"service `{status.Name}` does not use the GPU that its target is for{Because(status)}")
        {
            Details = LogLines(status),
            Hint = $"its log `{status.Log}` may tell why; `ENVC_TARGET` names a target without a GPU where that is meant",
        };

    internal static Diagnostic NotStarted(ServiceStatus status) =>
        new("ENVC0613", $"service `{status.Name}` was stopped before it was ready");

    internal static Diagnostic NoPort(string service) =>
        new("ENVC0615", $"service `{service}` cannot be restarted warm: no other port can be given to it")
        {
            Hint = "restart it without `--warm`; a warm restart needs a backend that listens on TCP",
        };

    internal static Diagnostic NotReplaced(string detail) => new("ENVC0616", $"the warm restart failed: {detail}");

    internal static Diagnostic DependencyMissing(ServiceStatus status) =>
        new("ENVC0617", $"service `{status.Name}` was not started{Because(status)}");

    private static string Story(ServiceStatus status) => status.Reason switch
    {
        EndReason.CouldNotStart => $"could not be started{Because(status)}",
        EndReason.EndedBeforeReady => $"ended before it was ready with {Exit(status)}{Restarts(status)}",
        EndReason.MemoryLimit => $"was ended by its memory limit{Restarts(status)}",
        EndReason.WarmupFailed => $"did not answer its warm-up{Because(status)}",
        EndReason.NotLive => $"stopped answering its liveness probe{Because(status)}",
        _ => $"ended with {Exit(status)}{Restarts(status)}",
    };

    private static string Restarts(ServiceStatus status) =>
        status.Restarts == 0 ? "" : $", and was restarted {status.Restarts} time{(status.Restarts == 1 ? "" : "s")}";

    private static string Exit(ServiceStatus status) =>
        status.Signal is { } signal ? $"signal {signal}"
        : status.ExitCode is { } code ? $"exit code {code}"
        : ExitStatus.Unknown.ToString();

    private static string Because(ServiceStatus status) => status.Detail is { } detail ? $": {detail}" : "";

    private static IReadOnlyList<string> LogLines(ServiceStatus status) => Logs.ServiceLogReader.LastLines(status.Log, 10);
}
