using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Kubernetes;

/// <summary>
/// Which service is which kind of container of one pod. Kubernetes starts init containers one after the other, each when the one before is up, so a pod keeps
/// <c>depends-on</c>: a service that others wait for is a sidecar (an init container that runs on), one whose end they wait for is an init container, the others are containers.
/// </summary>
/// <param name="services">The services, each after those that it depends on.</param>
internal sealed class PodPlan(IReadOnlyList<PodService> services)
{
    // Time for what is not a service: the image, the volumes.
    private const int SecondsOfStart = 600;

    private const int SecondsOfStop = 5;

    /// <summary>Those that nobody waits for.</summary>
    internal IReadOnlyList<PodService> Mains { get; } = [.. services.Where(service => !services.Any(other => other.Spec.DependsOn?.ContainsKey(service.Name) == true))];

    /// <summary>Those that others wait for, in the order of their start.</summary>
    internal IEnumerable<PodService> Inits => services.Except(Mains);

    /// <summary>Others wait for its end.</summary>
    internal bool IsAwaited(PodService service) =>
        services.Any(other => other.Spec.DependsOn?.GetValueOrDefault(service.Name)?.Condition == DependencyCondition.Completed);

    /// <summary>Seconds until all must have ended: the containers together, then the sidecars one after the other.</summary>
    internal int GraceSeconds => SecondsOfStop + Longest(Mains, StopSeconds) + Inits.Where(service => !IsAwaited(service)).Sum(StopSeconds);

    /// <summary>Seconds until a rollout counts as failed.</summary>
    internal int ProgressSeconds => SecondsOfStart + Longest(Mains, StartSeconds) + Inits.Sum(StartSeconds);

    private static int Longest(IReadOnlyList<PodService> services, Func<PodService, int> seconds) => services.Select(seconds).DefaultIfEmpty(0).Max();

    private static int StopSeconds(PodService service) => (int)Math.Ceiling(service.Spec.Shutdown.Timeout.TotalSeconds);

    private static int StartSeconds(PodService service) => (int)Math.Ceiling(new ProbeCompiler(service).Budget.TotalSeconds);
}
