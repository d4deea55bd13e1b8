using EnvCompiler.Compile.Kubernetes.Objects;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>What the objects of an environment are called and labelled (the labels that Kubernetes recommends, and <c>envc.dev/…</c>).</summary>
/// <param name="environment">What is exported.</param>
internal sealed class ObjectNames(KubernetesEnvironment environment)
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const string TargetLabel = "envc.dev/target";

    private string App { get; } = KubernetesNames.Label(environment.Name);

    internal string Namespace => environment.Manifest.Kubernetes.Namespace ?? App;

    /// <summary>What follows the environment's name where there is an object for each target: <c>sm-90</c>; with the architecture where it is not amd64.</summary>
    internal static string Suffix(Target target) =>
        target.Accelerator.Replace('_', '-') + (target.DebianArchitecture == "amd64" ? "" : $"-{target.DebianArchitecture}");

    internal string Deployment(Target target) => Of(Suffix(target));

    internal string ServiceOf(PodService service) => Of(service.Label);

    internal string ConfigOf(PodService service) => Of($"{service.Label}-config");

    internal string ClaimOf(string storage) => Of(storage);

    /// <summary>The environment's objects of which there is one.</summary>
    internal string Common => App;

    internal Container.SecretKey SecretOf(string variable) => environment.Manifest.Kubernetes.Secrets.TryGetValue(variable, out var secret)
        ? new(secret.Name, secret.Key ?? variable)
        : new(Of("secrets"), variable);

    /// <summary>The labels by which pods of all targets are found.</summary>
    internal SortedDictionary<string, string> Selector() => new(StringComparer.Ordinal) { [NameLabel] = App };

    /// <summary>The labels by which a target's pods are found.</summary>
    internal SortedDictionary<string, string> Selector(Target target) =>
        new(StringComparer.Ordinal) { [NameLabel] = App, [TargetLabel] = target.ToString().Replace('/', '.') };

    /// <summary>Metadata of an object in the namespace.</summary>
    internal ObjectMetadata Metadata(string name, Target? target = null) => Unnamed(target) with { Name = name, Namespace = Namespace };

    /// <summary>Metadata without a place: of the namespace itself, and of a pod's template.</summary>
    internal ObjectMetadata Unnamed(Target? target = null)
    {
        var labels = target is null ? Selector() : Selector(target);
        labels["app.kubernetes.io/version"] = environment.Generation.ToString(System.Globalization.CultureInfo.InvariantCulture);
        labels["app.kubernetes.io/managed-by"] = "envc";
        return new ObjectMetadata
        {
            Labels = labels,
            Annotations = new(StringComparer.Ordinal) { ["envc.dev/environment"] = environment.Name, ["envc.dev/generation-digest"] = environment.Digest },
        };
    }

    private string Of(string part) => KubernetesNames.Label($"{App}-{part}");
}
