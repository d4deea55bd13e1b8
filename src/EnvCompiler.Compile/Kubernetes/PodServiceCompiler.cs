using System.Globalization;
using System.Net;
using EnvCompiler.Compile.Activation;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>The services of a target as a pod has them: what changes because others reach them, and because GPUs are counted.</summary>
/// <param name="manifest">The environment's manifest.</param>
/// <param name="target">The target.</param>
/// <param name="content">What the generation does there.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class PodServiceCompiler(Manifest manifest, Target target, TargetContent content, List<Diagnostic> problems)
{
    private const string EveryAddress = "0.0.0.0";

    /// <summary>The services that may run there, each after those that it depends on.</summary>
    internal IReadOnlyList<PodService> Compile()
    {
        var graph = content.Services;
        var order = DependencyOrder.Of(graph.Services.Keys, name => graph.Services[name].DependsOn?.Keys.AsEnumerable() ?? []);
        var services = new List<PodService>();
        foreach (var name in order.Names)
        {
            var spec = graph.Services[name];
            var mayRun = spec.When is null || graph.Facts is null || ConditionEvaluator.MayHold(spec.When, graph.Facts);
            // One whose dependency is skipped is skipped too.
            if (mayRun && spec.DependsOn?.Keys.All(needed => services.Exists(service => service.Name == needed)) != false)
                services.Add(Compile(name, spec));
        }

        if (services.Count == 0)
            problems.Add(KubernetesDiagnostics.NoService(target));
        else if (target.Sm is not null && services.TrueForAll(service => service.Gpus == 0))
            problems.Add(KubernetesDiagnostics.NoGpuAskedFor(target, services[^1].Name));
        // They are in one pod, so in one network.
        foreach (var (supervised, serving) in services.SelectMany(_ => services, (one, other) => (one, other)).Where(pair => pair.other.Port is { } port && graph.MetricsOf(pair.one.Name)?.Port == port))
            problems.Add(KubernetesDiagnostics.MetricsPortTaken(supervised.Name, serving.Name, serving.Port!.Value));
        return services;
    }

    private PodService Compile(string name, ServiceSpec spec)
    {
        var backend = spec.Backend is { } wanted ? BackendCatalog.Find(wanted) : null;
        var service = new PodService
        {
            Name = name,
            Spec = spec,
            Backend = backend,
            Config = new SortedDictionary<string, string>(spec.Settings, StringComparer.Ordinal),
            Gpus = GpusOf(name, spec, backend),
            SupervisorPort = SupervisorPortOf(name),
            Port = manifest.Kubernetes.Ports.TryGetValue(name, out var port) ? port : null,
        };
        if (spec.Endpoint is not null && backend is not null)
            service = WithEndpoint(service, spec.Endpoint, backend);
        if (backend is not null && manifest.Kubernetes.Storage.TryGetValue(ModelStorage, out var models) && Find(spec, backend.Prefix + "MODELS_DIR").Text is null)
            service.Config[backend.Prefix + "MODELS_DIR"] = PathOf(ModelStorage, models);
        return service;
    }

    /// <summary>The volume that backends look for models in.</summary>
    internal const string ModelStorage = "models";

    /// <summary>Where a volume is.</summary>
    internal static string PathOf(string name, KubernetesStorage storage) => storage.Path ?? $"/{name}";

    // In a pod 127.0.0.1 is the pod's own, so what others are to reach listens on all addresses. The variable stands where the caller's environment does: settings give
    // way to it, `[vars]` and the service's own `vars` do not.
    private PodService WithEndpoint(PodService service, ServiceEndpoint endpoint, BackendDefinition backend)
    {
        var host = Find(service.Spec, endpoint.HostVariable);
        var port = Find(service.Spec, endpoint.PortVariable);
        if (host.Text?.EndsWith(".sock", StringComparison.Ordinal) == true)
            return service;
        if (host.IsFixed && host.Text is not (EveryAddress or "::" or "*"))
        {
            problems.Add(KubernetesDiagnostics.NotReachable(service.Name, endpoint.HostVariable, host.Text));
            return service;
        }

        if (!int.TryParse(port.IsComputed ? "" : port.Text ?? endpoint.DefaultPort.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add(KubernetesDiagnostics.ComputedPort(service.Name, endpoint.PortVariable));
            return service;
        }

        if (!host.IsFixed)
            service.Config[endpoint.HostVariable] = EveryAddress;
        return service with { Port = number, MetricsPath = MetricsPathOf(service, backend) };
    }

    private string? MetricsPathOf(PodService service, BackendDefinition backend)
    {
        if (backend.Metrics is not { } metrics)
            return null;
        if (metrics.OnVariable is not { } variable)
            return metrics.Path;
        // Off unless somebody turns it on, or has turned it off by name.
        var said = Find(service.Spec, variable);
        if (said is { Text: null, IsComputed: false })
            service.Config[variable] = metrics.OnValue!;
        return said is { Text: null, IsComputed: false } || said.Text == metrics.OnValue ? metrics.Path : null;
    }

    private int? SupervisorPortOf(string name)
    {
        // Nobody scrapes what is there to end before the others begin.
        if (content.Services.MetricsOf(name) is not { } address || content.Services.IsAwaited(name))
            return null;
        if (!IPAddress.IsLoopback(address.Address))
            return address.Port;
        problems.Add(KubernetesDiagnostics.SupervisorNotReachable(content.Services.Metrics!));
        return null;
    }

    private int GpusOf(string name, ServiceSpec spec, BackendDefinition? backend)
    {
        if (target.Sm is null)
            return 0;
        if (spec.Gpus?.Devices is { } devices)
        {
            problems.Add(KubernetesDiagnostics.NamedGpus(name, devices.Count));
            return devices.Count;
        }

        return spec.Gpus?.Count ?? (backend?.Gpu is { } gpu && Find(spec, gpu.OffVariable).Text != gpu.OffValue ? 1 : 0);
    }

    // Strongest first, without the caller's environment: the service's `vars`, plain `[vars]`, settings, defaults of `[vars]`.
    private (string? Text, bool IsFixed, bool IsComputed) Find(ServiceSpec spec, string variable)
    {
        if (spec.Vars.TryGetValue(variable, out var own))
            return (own, true, false);
        var set = content.Activation.Vars.FirstOrDefault(each => each.Name == variable);
        if (set?.Value is { } value)
            return (Literal(value), true, Literal(value) is null);
        if (spec.Settings.TryGetValue(variable, out var setting))
            return (setting, false, false);
        return set?.Default is { } standard ? (Literal(standard), false, Literal(standard) is null) : (null, false, false);
    }

    private static string? Literal(string text) =>
        VariableReferences.Of(text) is { Names.Count: 0, NeedsShell: false } && !text.Contains('\\', StringComparison.Ordinal) ? text : null;
}
