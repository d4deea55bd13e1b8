using System.Reflection;
using System.Text.Json;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>What a supervisor tells Prometheus.</summary>
internal static class MetricsReport
{
    /// <summary>The media type of <see cref="Of"/>.</summary>
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string Version =
        typeof(MetricsReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>All families.</summary>
    /// <param name="services">As they are now.</param>
    /// <param name="counters">What has happened.</param>
    /// <param name="now">Wall clock.</param>
    internal static string Of(IReadOnlyList<ServiceStatus> services, SupervisorCounters counters, DateTimeOffset now)
    {
        var text = new PrometheusText();
        AddStates(text, services);
        AddCounts(text, services, counters);
        AddReadiness(text, counters);
        AddSupervisor(text, now);
        return text.ToString();
    }

    private static void AddStates(PrometheusText text, IReadOnlyList<ServiceStatus> services)
    {
        text.Family("envc_service_up", "gauge", "Whether the service is ready.");
        foreach (var service in services)
            text.Sample(service.State == ServiceState.Ready ? 1 : 0, ("service", service.Name));
        text.Family("envc_service_state", "gauge", "1 for the state that the service is in.");
        foreach (var service in services)
        {
            foreach (var state in Enum.GetValues<ServiceState>())
                text.Sample(service.State == state ? 1 : 0, ("service", service.Name), ("state", NameOf(state)));
        }
    }

    private static void AddCounts(PrometheusText text, IReadOnlyList<ServiceStatus> services, SupervisorCounters counters)
    {
        text.Family("envc_service_starts_total", "counter", "Instances that were started.");
        foreach (var service in services)
            text.Sample(counters.Services.GetValueOrDefault(service.Name)?.Starts ?? 0, ("service", service.Name));
        text.Family("envc_service_restarts_total", "counter", "Restarts by the service's restart policy.");
        foreach (var service in services)
            text.Sample(service.Restarts, ("service", service.Name));
        text.Family("envc_service_ends_total", "counter", "Instances that ended, by reason.");
        foreach (var (name, counted) in counters.Services)
        {
            foreach (var (reason, count) in counted.Ends)
                text.Sample(count, ("service", name), ("reason", NameOf(reason)));
        }

        text.Family("envc_service_probe_failures_total", "counter", "Probes that failed.");
        foreach (var (name, counted) in counters.Services)
        {
            foreach (var (stage, count) in counted.ProbeFailures)
                text.Sample(count, ("service", name), ("probe", NameOf(stage)));
        }
    }

    private static void AddReadiness(PrometheusText text, SupervisorCounters counters)
    {
        text.Family("envc_service_ready_seconds", "histogram", "Time from the start of an instance until it was ready.");
        foreach (var (name, counted) in counters.Services)
        {
            for (var i = 0; i < ServiceCounters.ReadyBounds.Length; i++)
                text.SampleOf("_bucket", counted.ReadyBuckets[i], ("service", name), ("le", PrometheusText.Number(ServiceCounters.ReadyBounds[i])));
            text.SampleOf("_bucket", counted.Readies, ("service", name), ("le", "+Inf"));
            text.SampleOf("_sum", counted.ReadySeconds, ("service", name));
            text.SampleOf("_count", counted.Readies, ("service", name));
        }
    }

    // Names that Prometheus' own client libraries use for the process that answers.
    private static void AddSupervisor(PrometheusText text, DateTimeOffset now)
    {
        text.Family("envc_build_info", "gauge", "The envc that supervises.");
        text.Sample(1, ("version", Version));
        if (ProcessResources.TryRead(Environment.ProcessId) is not { } self)
            return;
        text.Family("process_cpu_seconds_total", "counter", "Processor time of the supervisor.");
        text.Sample(self.Cpu.TotalSeconds);
        text.Family("process_resident_memory_bytes", "gauge", "Resident memory of the supervisor.");
        text.Sample(self.ResidentBytes);
        text.Family("process_start_time_seconds", "gauge", "Start of the supervisor since the epoch.");
        text.Sample(Math.Round((now - self.Age(ProcessResources.ReadUptime()) - DateTimeOffset.UnixEpoch).TotalSeconds, 2));
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
