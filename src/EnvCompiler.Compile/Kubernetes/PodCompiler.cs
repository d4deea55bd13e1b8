using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>The pod of a target: a container for each service, all as an unknown user on a read-only root.</summary>
/// <param name="environment">What is exported.</param>
/// <param name="names">Names and labels of its objects.</param>
internal sealed class PodCompiler(KubernetesEnvironment environment, ObjectNames names)
{
    /// <summary>The device plugin's name for NVIDIA GPUs.</summary>
    private const string Gpu = "nvidia.com/gpu";

    private const string RunDirectory = "/run/envc";
    private const string Memory = "Memory";

    private readonly SortedDictionary<string, Volume> volumes = new(StringComparer.Ordinal);

    /// <summary>Compiles one pod.</summary>
    internal PodSpec Compile(Target target, KubernetesTarget content, PodPlan plan)
    {
        Container Of(PodService service, bool isInit) => Compile(service, target, content, isInit, isSidecar: isInit && !plan.IsAwaited(service));

        var kubernetes = environment.Manifest.Kubernetes;
        Container[] inits = [.. plan.Inits.Select(service => Of(service, isInit: true))];
        Container[] containers = [.. plan.Mains.Select(service => Of(service, isInit: false))];
        return new PodSpec
        {
            RuntimeClassName = kubernetes.RuntimeClass,
            ImagePullSecrets = kubernetes.PullSecrets is { Count: > 0 } secrets ? [.. secrets.Select(name => new NamedReference(name))] : null,
            // Serving needs no access to the API.
            AutomountServiceAccountToken = false,
            // A k8s service named `llamacpp` would set LLAMACPP_PORT to `tcp://…` in every pod.
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = plan.GraceSeconds,
            SecurityContext = new PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = ContainedLayout.UserId,
                RunAsGroup = ContainedLayout.UserId,
                FsGroup = ContainedLayout.UserId,
                FsGroupChangePolicy = "OnRootMismatch",
                SeccompProfile = new("RuntimeDefault"),
            },
            Affinity = new(NodeChoice.Of(target, content.Row)),
            Tolerations = target.Sm is null ? null : [new(Gpu, "Exists", "NoSchedule")],
            TopologySpreadConstraints = [new(1, "kubernetes.io/hostname", "ScheduleAnyway", new LabelSelector(names.Selector(target)))],
            InitContainers = inits.Length > 0 ? inits : null,
            Containers = containers,
            Volumes = [.. volumes.Values],
        };
    }

    private Container Compile(PodService service, Target target, KubernetesTarget content, bool isInit, bool isSidecar)
    {
        var probes = new ProbeCompiler(service);
        // An init container is done when it has ended, so there is nothing to ask.
        var isAsked = !isInit || isSidecar;
        return new Container
        {
            Name = service.Label,
            Image = content.Image,
            ImagePullPolicy = "IfNotPresent",
            RestartPolicy = isSidecar ? "Always" : null,
            Command = [ContainedLayout.Launcher],
            Args = ["foreground", "--no-restart", "--alone", .. target.Sm is not null && service.Gpus == 0 ? (string[])["--without-gpus"] : [], KubernetesText.Unexpanded(service.Name)],
            Ports = PortsOf(service),
            EnvFrom = service.Config.Count > 0 ? [new(new NamedReference(names.ConfigOf(service)))] : null,
            Env = [new("XDG_RUNTIME_DIR", RunDirectory), new("HOME", ContainedLayout.Cache), .. SecretsOf(content.Content.Activation)],
            Resources = ResourcesOf(service),
            StartupProbe = isAsked ? probes.Startup() : null,
            ReadinessProbe = isAsked ? probes.Readiness() : null,
            LivenessProbe = isAsked ? probes.Liveness() : null,
            SecurityContext = new ContainerSecurityContext
            {
                AllowPrivilegeEscalation = false,
                ReadOnlyRootFilesystem = true,
                Capabilities = new(["ALL"]),
            },
            TerminationMessagePolicy = "FallbackToLogsOnError",
            VolumeMounts = [.. MountsOf(service)],
        };
    }

    private static Container.ContainerPort[]? PortsOf(PodService service)
    {
        var ports = new List<Container.ContainerPort>();
        if (service.Port is { } own)
            ports.Add(new(service.PortLabel, own, "TCP"));
        if (service.SupervisorPort is { } supervisor)
            ports.Add(new(service.SupervisorPortLabel, supervisor, "TCP"));
        return ports.Count > 0 ? [.. ports] : null;
    }

    private IEnumerable<Container.Variable> SecretsOf(ActivationSpec activation) => activation.Vars
        .Where(variable => variable.Secret)
        .Select(variable => new Container.Variable(variable.Name, ValueFrom: new(names.SecretOf(variable.Name))));

    private IEnumerable<Container.Mount> MountsOf(PodService service)
    {
        yield return Mount(new Volume { Name = "tmp", EmptyDir = new() }, "/tmp");
        yield return Mount(new Volume { Name = "run", EmptyDir = new(Memory) }, RunDirectory);
        var storage = environment.Manifest.Kubernetes.Storage.Select(volume => (volume.Key, Path: PodServiceCompiler.PathOf(volume.Key, volume.Value))).ToList();
        if (!storage.Exists(volume => volume.Path == ContainedLayout.Cache))
            yield return Mount(new Volume { Name = "cache", EmptyDir = new() }, ContainedLayout.Cache);
        // What processes on several GPUs hand each other; as large as the pod's memory.
        if (service.Gpus > 1)
            yield return Mount(new Volume { Name = "shared-memory", EmptyDir = new(Memory) }, "/dev/shm");
        foreach (var (name, path) in storage)
            yield return Mount(new Volume { Name = KubernetesNames.Label($"storage-{name}"), PersistentVolumeClaim = new(names.ClaimOf(name)) }, path);
    }

    private Container.Mount Mount(Volume volume, string path)
    {
        volumes[volume.Name] = volume;
        return new(volume.Name, path);
    }

    private Container.ResourceRequirements? ResourcesOf(PodService service)
    {
        var requests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var limits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (service.Spec.Limits?.Memory is { } memory)
            limits["memory"] = requests["memory"] = KubernetesText.Bytes(memory);
        if (service.Spec.Limits?.Cpus is { } cpus)
            limits["cpu"] = requests["cpu"] = KubernetesText.Processors(cpus);
        if (service.Gpus > 0)
            limits[Gpu] = KubernetesText.Processors(service.Gpus);
        if (environment.Manifest.Kubernetes.Resources.TryGetValue(service.Name, out var own))
        {
            foreach (var (name, quantity) in own.Requests)
                requests[name] = quantity;
            foreach (var (name, quantity) in own.Limits)
                limits[name] = quantity;
        }

        return requests.Count + limits.Count > 0 ? new(requests.Count > 0 ? requests : null, limits.Count > 0 ? limits : null) : null;
    }
}
