using System.Globalization;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary>The table of <c>services status</c>.</summary>
internal static class ServiceTable
{
    private static readonly string[] s_header = ["NAME", "STATE", "PID", "SINCE", "ENDPOINT", "LAST END"];

    public static void Write(TextWriter output, IReadOnlyList<ServiceStatus> services, DateTimeOffset now)
    {
        var withGpus = services.Any(service => service.Gpus is not null);
        TextTable.Write(output, [WithGpus(s_header, "GPUS"), .. services.Select(service => WithGpus(Row(service, now), Gpus(service)))]);

        string[] WithGpus(string[] row, string gpus) => withGpus ? [.. row[..^1], gpus, row[^1]] : row;
    }

    private static string[] Row(ServiceStatus service, DateTimeOffset now) =>
    [
        service.Name,
        service.State.ToString().ToLowerInvariant(),
        service.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
        service.Since is { } since ? AgeText.Of(now - since) : "-",
        service.Endpoint ?? "-",
        LastEnd(service),
    ];

    // As much of a UUID as tells GPUs of one host apart; all of it is in the JSON.
    private static string Gpus(ServiceStatus service) => service.Gpus switch
    {
        null => "-",
        [] => "none",
        var devices => string.Join(',', devices.Select(device => device.Length > 12 ? device[..12] : device)),
    };

    /// <summary>Why the last instance ended, or why the service is skipped; <c>-</c> for neither.</summary>
    public static string LastEnd(ServiceStatus service)
    {
        if (service.State == ServiceState.Skipped)
            return service.Detail ?? "-";
        if (service.Reason is not { } reason)
            return "-";
        var end = service.Signal is { } signal ? $" (signal {signal})" : service.ExitCode is { } code ? $" (exit code {code})" : "";
        return EndReasonText.Of(reason) + end;
    }
}
