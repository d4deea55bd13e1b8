using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// Probes of a manifest as probes of a container. The kubelet asks over the pod's address, so it asks what listens there itself; the rest is asked of the launcher inside, which
/// asks by the manifest's own rules all the time.
/// </summary>
/// <param name="service">The service.</param>
internal sealed class ProbeCompiler(PodService service)
{
    // What the deployments of the runtimes that envc comes from have: 10 s and 30 s between questions, three failures.
    private const int ReadyPeriod = 10;
    private const int LivePeriod = 30;
    private const int Failures = 3;

    /// <summary>How long it may take until it is ready: <c>startup</c>, then <c>ready</c>, then the warm-up.</summary>
    internal TimeSpan Budget => new[] { service.Spec.Startup?.Deadline, service.Spec.Ready?.Deadline }.Concat((service.Spec.Warmup ?? []).Select(request => (TimeSpan?)request.Timeout))
        .Aggregate(TimeSpan.Zero, (sum, each) => sum + (each ?? TimeSpan.Zero));

    /// <summary>Asked until it answers; the other two wait for it. Only the launcher knows of the stages before and after <c>ready</c>.</summary>
    internal ContainerProbe? Startup()
    {
        var probe = service.Spec.Ready ?? service.Spec.Startup;
        if (probe is null && service.Spec.Warmup is null)
            return null;
        var isOneStage = service.Spec is { Startup: null, Warmup: null };
        var asked = isOneStage ? Asked("ready", probe!) : AskedInside("ready", probe ?? new Probe());
        // A try that hangs takes its whole timeout, so with a shorter period the budget would not be what it says.
        var period = Math.Max(Seconds((probe ?? new Probe()).Period), asked.TimeoutSeconds);
        return asked with { PeriodSeconds = period, FailureThreshold = Math.Max(1, (int)Math.Ceiling(Budget.TotalSeconds / period)) };
    }

    /// <summary>Asked for as long as it runs: whether it gets requests.</summary>
    internal ContainerProbe? Readiness() => service.Spec.Ready is { } probe
        ? Asked("ready", probe) with { PeriodSeconds = Math.Max(Seconds(probe.Period), ReadyPeriod), FailureThreshold = Failures }
        : null;

    /// <summary>Asked for as long as it runs: whether it is to be restarted. A backend's is its readiness, more patiently.</summary>
    internal ContainerProbe? Liveness()
    {
        if (service.Spec.Live is { } live)
            return Asked("live", live) with { PeriodSeconds = Math.Max(Seconds(live.Period), Seconds(live.Timeout)), FailureThreshold = live.Failures };
        return service.Backend is not null && service.Spec.Ready is { Http: not null } ready
            ? Asked("ready", ready) with { PeriodSeconds = LivePeriod, FailureThreshold = Failures }
            : null;
    }

    private ContainerProbe Asked(string question, Probe probe)
    {
        var asked = AskedInside(question, probe);
        // Anything between 200 and 399 is success for the kubelet, and it looks at no body.
        if (service.Port is not null && probe is { Method: null or "GET", Body: null, Status: null } && probe.Http?.StartsWith('/') == true)
            return asked with { Exec = null, HttpGet = new ContainerProbe.HttpGetAction(probe.Http, service.PortLabel, Headers(probe)) };
        return service.Port is not null && probe.Tcp == Probe.OwnEndpoint ? asked with { Exec = null, TcpSocket = new ContainerProbe.SocketAction(service.PortLabel) } : asked;
    }

    private ContainerProbe AskedInside(string question, Probe probe) => new()
    {
        PeriodSeconds = 0,
        FailureThreshold = 0,
        TimeoutSeconds = Seconds(probe.Timeout),
        Exec = new ContainerProbe.ExecAction([ContainedLayout.Launcher, "probe", KubernetesText.Unexpanded(service.Name), question]),
    };

    private static List<ContainerProbe.Header>? Headers(Probe probe) =>
        probe.Headers is { Count: > 0 } headers ? [.. headers.Select(header => new ContainerProbe.Header(header.Key, header.Value))] : null;

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
