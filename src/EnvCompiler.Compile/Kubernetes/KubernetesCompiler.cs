using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// A generation to objects of Kubernetes: a deployment for each target, and what all of them share. Pure; values are written by the rules of YAML, and names that are no
/// names there are made to be.
/// </summary>
public sealed class KubernetesCompiler
{
    private const string Restricted = "restricted";

    private readonly KubernetesEnvironment environment;
    private readonly ObjectNames names;
    private readonly List<Diagnostic> problems = [];
    private readonly SortedDictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, PodService> services = new(StringComparer.Ordinal);

    private KubernetesCompiler(KubernetesEnvironment environment)
    {
        this.environment = environment;
        names = new ObjectNames(environment);
    }

    /// <summary>Compiles.</summary>
    /// <returns>The files, with warnings; or all that is wrong (ENVC0460 to ENVC0469).</returns>
    public static Result<KubernetesFiles> Compile(KubernetesEnvironment environment) => new KubernetesCompiler(environment).Compile();

    private Result<KubernetesFiles> Compile()
    {
        foreach (var (target, content) in environment.Targets.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
            AddTarget(target, content);
        var found = problems.Distinct().ToList();
        if (found.Exists(problem => problem.Severity == Severity.Error))
            return Result<KubernetesFiles>.Failure(found);

        // Everybody has a namespace `default`.
        if (names.Namespace != "default")
            Add("namespace", new NamespaceObject(NamespaceMetadata()), KubernetesJson.Default.NamespaceObject);
        foreach (var service in services.Values)
            AddService(service);
        AddClaims();
        AddNetworkPolicy();
        AddPodMonitor();
        var kustomization = new Kustomization([.. files.Keys]);
        Add("kustomization", kustomization, KubernetesJson.Default.Kustomization);
        return Result<KubernetesFiles>.Success(new KubernetesFiles(names.Namespace, files, Secrets()), [.. problems.Distinct()]);
    }

    private void AddTarget(Target target, KubernetesTarget content)
    {
        if (target.Accelerator == Accelerators.Vulkan)
        {
            problems.Add(KubernetesDiagnostics.NoResource(target));
            return;
        }

        if (!ImageReference.HasDigest(content.Image))
            problems.Add(KubernetesDiagnostics.ImageWithoutDigest(target, content.Image));
        var plan = new PodPlan(new PodServiceCompiler(environment.Manifest, target, content.Content, problems).Compile());
        foreach (var service in plan.Inits.Concat(plan.Mains))
            services.TryAdd(service.Name, service);
        var selector = new LabelSelector(names.Selector(target));
        var pod = new PodCompiler(environment, names).Compile(target, content, plan);
        var template = names.Unnamed(target);
        // Another configuration makes other pods; the config map alone would not.
        template.Annotations!["envc.dev/config-sha256"] = DigestOf(plan);
        Add($"deployment-{ObjectNames.Suffix(target)}", new KubernetesObject<DeploymentSpec>("apps/v1", "Deployment", names.Metadata(names.Deployment(target), target), new DeploymentSpec
        {
            Replicas = environment.Manifest.Kubernetes.Replicas ?? 1,
            ProgressDeadlineSeconds = plan.ProgressSeconds,
            // A GPU is free for the new pod when the old one is gone.
            Strategy = new("Recreate"),
            Selector = selector,
            Template = new(template, pod),
        }), KubernetesJson.Default.Deployment);
        Add($"disruption-budget-{ObjectNames.Suffix(target)}", new KubernetesObject<DisruptionBudgetSpec>(
            "policy/v1", "PodDisruptionBudget", names.Metadata(names.Deployment(target), target),
            // With `minAvailable` a single pod would keep its node from ever being drained.
            new DisruptionBudgetSpec(1, "AlwaysAllow", selector)), KubernetesJson.Default.DisruptionBudget);
    }

    private ObjectMetadata NamespaceMetadata()
    {
        var metadata = names.Unnamed() with { Name = names.Namespace };
        metadata.Labels!["pod-security.kubernetes.io/enforce"] = Restricted;
        return metadata;
    }

    private void AddService(PodService service)
    {
        if (service.Config.Count > 0)
            Add($"config-{service.Label}", new ConfigMapObject(names.Metadata(names.ConfigOf(service)), service.Config), KubernetesJson.Default.ConfigMapObject);
        if (service.Port is not { } port)
            return;
        var ports = new ServiceObjectSpec.ServicePort(service.PortLabel, service.Backend is null ? null : "http", "TCP", port, port);
        Add($"service-{service.Label}", new KubernetesObject<ServiceObjectSpec>(
            "v1", "Service", names.Metadata(names.ServiceOf(service)), new ServiceObjectSpec("ClusterIP", names.Selector(), [ports])), KubernetesJson.Default.ServiceObject);
    }

    private void AddClaims()
    {
        var pods = (environment.Manifest.Kubernetes.Replicas ?? 1) * environment.Targets.Count;
        foreach (var (name, storage) in environment.Manifest.Kubernetes.Storage)
        {
            var access = storage.Access ?? "ReadWriteOnce";
            if (pods > 1 && access.StartsWith("ReadWriteOnce", StringComparison.Ordinal))
                problems.Add(KubernetesDiagnostics.SharedStorage(name, pods));
            Add($"claim-{name}", new KubernetesObject<ClaimSpec>("v1", "PersistentVolumeClaim", names.Metadata(names.ClaimOf(name)), new ClaimSpec(
                [access], storage.Class, new(new(StringComparer.Ordinal) { ["storage"] = storage.Size }, Limits: null))), KubernetesJson.Default.Claim);
        }
    }

    private void AddNetworkPolicy()
    {
        NetworkPolicySpec.AllowedPort[] ports = [.. services.Values.SelectMany(service => (int?[])[service.Port, service.SupervisorPort]).OfType<int>().Distinct().Order().Select(port => new NetworkPolicySpec.AllowedPort("TCP", port))];
        // Pods of all namespaces reach the ports that serve, and nobody reaches others.
        NetworkPolicySpec.Rule[] rules = ports.Length == 0 ? [] : [new([new(new LabelSelector())], ports)];
        Add("network-policy", new KubernetesObject<NetworkPolicySpec>("networking.k8s.io/v1", "NetworkPolicy", names.Metadata(names.Common), new NetworkPolicySpec(
            new LabelSelector(names.Selector()), ["Ingress"], rules)), KubernetesJson.Default.NetworkPolicy);
    }

    private void AddPodMonitor()
    {
        PodMonitorSpec.Endpoint[] endpoints =
        [
            .. services.Values.Where(service => service.MetricsPath is not null).Select(service => new PodMonitorSpec.Endpoint(service.PortLabel, service.MetricsPath!)),
            .. services.Values.Where(service => service.SupervisorPort is not null).Select(service => new PodMonitorSpec.Endpoint(service.SupervisorPortLabel, "/metrics")),
        ];
        if (endpoints.Length > 0)
        {
            Add("pod-monitor", new KubernetesObject<PodMonitorSpec>(
                "monitoring.coreos.com/v1", "PodMonitor", names.Metadata(names.Common), new PodMonitorSpec(new LabelSelector(names.Selector()), endpoints)), KubernetesJson.Default.PodMonitor);
        }
    }

    private SortedDictionary<string, IReadOnlyList<string>> Secrets()
    {
        var keys = environment.Targets.Values.SelectMany(target => target.Content.Activation.Vars)
            .Where(variable => variable.Secret).Select(variable => names.SecretOf(variable.Name)).Distinct();
        return new(keys.GroupBy(key => key.Name).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(key => key.Key)]), StringComparer.Ordinal);
    }

    private static string DigestOf(PodPlan plan)
    {
        var text = new StringBuilder();
        foreach (var service in plan.Inits.Concat(plan.Mains))
            text.Append(JsonSerializer.Serialize(new ConfigMapObject(new ObjectMetadata { Name = service.Name }, service.Config), KubernetesJson.Default.ConfigMapObject)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private void Add<T>(string name, T value, JsonTypeInfo<T> type) => files.Add($"{name}.yaml", YamlText.Of(JsonSerializer.SerializeToElement(value, type)));
}
