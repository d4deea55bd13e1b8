using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// Probes of a manifest as probes of a container. The kubelet asks over the pod's address, so only what listens there is asked by it; the rest asks the launcher inside.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="problems">Gets what cannot be asked.</param>
internal sealed class ProbeCompiler(PodService service, List<Diagnostic> problems)
{
    // What the deployments of the runtimes that envc comes from have: 10 s and 30 s between questions, three failures, 20 minutes where weights are to be downloaded.
    private const int ReadyPeriod = 10;
    private const int LivePeriod = 30;
    private const int Failures = 3;
    private static readonly TimeSpan WarmBudget = new Probe().Deadline;
    private static readonly TimeSpan ColdBudget = TimeSpan.FromMinutes(20);

    /// <summary>How long it may take until it is ready.</summary>
    internal TimeSpan Budget => FirstAsked is { } probe ? BudgetOf(probe) : TimeSpan.Zero;

    private Probe? FirstAsked => service.Spec.Startup ?? service.Spec.Ready;

    private string FirstKind => service.Spec.Startup is not null ? "startup" : "ready";

    /// <summary>Asked until it answers; the other two wait for it.</summary>
    internal ContainerProbe? Startup()
    {
        if (FirstAsked is not { } probe || Asked(FirstKind, probe) is not { } asked)
            return null;
        // A try that hangs takes its whole timeout, so with a shorter period the budget would not be what it says.
        var period = Math.Max(Seconds(probe.Period), Seconds(probe.Timeout));
        return asked with { PeriodSeconds = period, FailureThreshold = Math.Max(1, (int)Math.Ceiling(BudgetOf(probe).TotalSeconds / period)) };
    }

    /// <summary>Asked for as long as it runs: whether it gets requests.</summary>
    internal ContainerProbe? Readiness() => service.Spec.Ready is { } probe && Asked("ready", probe) is { } asked
        ? asked with { PeriodSeconds = Math.Max(Seconds(probe.Period), ReadyPeriod), FailureThreshold = Failures }
        : null;

    /// <summary>Asked for as long as it runs: whether it is to be restarted. A backend's is its readiness, more patiently.</summary>
    internal ContainerProbe? Liveness()
    {
        if (service.Spec.Live is { } live)
        {
            return Asked("live", live) is { } asked
                ? asked with { PeriodSeconds = Math.Max(Seconds(live.Period), Seconds(live.Timeout)), FailureThreshold = live.Failures }
                : null;
        }

        return service.Backend is not null && service.Spec.Ready is { Http: not null } ready && Asked("ready", ready) is { } same
            ? same with { PeriodSeconds = LivePeriod, FailureThreshold = Failures }
            : null;
    }

    // The default deadline is the warm budget; one that the manifest says is taken as it is.
    private TimeSpan BudgetOf(Probe probe) => service.IsCold && probe.Deadline == WarmBudget ? ColdBudget : probe.Deadline;

    private ContainerProbe? Asked(string kind, Probe probe)
    {
        var asked = new ContainerProbe { PeriodSeconds = 0, FailureThreshold = 0, TimeoutSeconds = Seconds(probe.Timeout) };
        if (probe.Log is not null || probe.Notify)
        {
            problems.Add(KubernetesDiagnostics.NotAsked(service.Name, kind, probe.Notify ? "own messages" : "log"));
            return null;
        }

        // Anything between 200 and 399 is success for the kubelet, and it looks at no body.
        if (service.Port is not null && probe is { Method: null or "GET", Body: null, Status: null } && probe.Http?.StartsWith('/') == true)
            return asked with { HttpGet = new ContainerProbe.HttpGetAction(probe.Http, service.PortLabel, Headers(probe)) };
        if (service.Port is not null && probe.Tcp == Probe.OwnEndpoint)
            return asked with { TcpSocket = new ContainerProbe.SocketAction(service.PortLabel) };
        return asked with { Exec = new ContainerProbe.ExecAction([ContainedLauncher, "probe", KubernetesText.Unexpanded(service.Name), kind]) };
    }

    private const string ContainedLauncher = "/.envc/envc-run";

    private static List<ContainerProbe.Header>? Headers(Probe probe) =>
        probe.Headers is { Count: > 0 } headers ? [.. headers.Select(header => new ContainerProbe.Header(header.Key, header.Value))] : null;

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
