using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Machine;
using EnvCompiler.Run.Supervision.Metrics;

namespace EnvCompiler.Run.Tests.Supervision.Metrics;

public sealed class MetricsReportTests
{
    private readonly SupervisorCounters counters = new();

    [Fact]
    public void What_the_machine_does_is_counted_by_service()
    {
        var first = Start(1);
        counters.Count(new SupervisorAction.Probe(first, ProbeStage.Ready, new Probe { Http = "/" }, 1));
        counters.Count(new SupervisorEvent.ProbeAnswered(1, 1, "refused"));
        counters.Count(new SupervisorAction.Probe(first, ProbeStage.Ready, new Probe { Http = "/" }, 2));
        counters.Count(new SupervisorEvent.ProbeAnswered(1, 1, "an old answer"));
        counters.Count(new SupervisorEvent.ProbeAnswered(1, 2, null));
        first.Enter(InstancePhase.Ready, TimeSpan.FromSeconds(4));
        counters.Count(new SupervisorAction.NoteReady(first));
        first.Reason = EndReason.Crashed;
        counters.Count(new SupervisorAction.NoteEnd(first, TimeSpan.FromSeconds(1)));
        Start(2);

        var text = MetricsReport.Of(
            [Status("web", ServiceState.Starting) with { Restarts = 1 }, Status("we\"ird\\", ServiceState.Ready)], counters, DateTimeOffset.UtcNow);

        Assert.Contains("# TYPE envc_service_starts_total counter\nenvc_service_starts_total{service=\"web\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_restarts_total{service=\"web\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_ends_total{service=\"web\",reason=\"crashed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_probe_failures_total{service=\"web\",probe=\"ready\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_ready_seconds_bucket{service=\"web\",le=\"2.5\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_ready_seconds_bucket{service=\"web\",le=\"5\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_ready_seconds_bucket{service=\"web\",le=\"+Inf\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_ready_seconds_sum{service=\"web\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_state{service=\"web\",state=\"starting\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_up{service=\"web\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("envc_service_up{service=\"we\\\"ird\\\\\"} 1\n", text, StringComparison.Ordinal);
        Assert.Matches("process_resident_memory_bytes [1-9][0-9]{6,}\n", text);
        Assert.Matches("process_start_time_seconds 1[0-9]{9}", text);
        Assert.Equal(text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Distinct().Count(), text.Split("# TYPE").Length - 1);
    }

    private Instance Start(int id)
    {
        var activation = new ServiceActivation { Generation = 1, Target = "t", TargetDirectory = "/", Variables = new Dictionary<string, string>() };
        var instance = new Instance(id, new ServicePlan("web", new ServiceSpec { Command = "x", Group = "g" }, activation), TimeSpan.Zero);
        counters.Count(new SupervisorAction.Launch(instance));
        return instance;
    }

    private static ServiceStatus Status(string name, ServiceState state) =>
        new() { Name = name, State = state, Target = "t", Generation = 1, Log = "/l" };
}
