using System.Net;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Generations;

/// <summary><c>targets/T/services.json</c>: everything the supervisor needs to know about a generation's services.</summary>
public sealed record ServiceGraph
{
    /// <summary>Whether <c>activate</c> starts services without <c>-s</c>.</summary>
    public bool AutoStart { get; init; }

    /// <summary>What the conditions of services are evaluated over, but for the GPUs; absent where no service has one.</summary>
    public ConditionFacts? Facts { get; init; }

    /// <summary>Where the supervisor serves metrics, as the manifest has it; absent for nowhere.</summary>
    public string? Metrics { get; init; }

    /// <summary>A service is to be given GPUs of its own.</summary>
    [JsonIgnore]
    public bool AsksForGpus => Services.Values.Any(service => service.Gpus is { Count: not 0 });

    /// <summary>Services by name.</summary>
    public SortedDictionary<string, ServiceSpec> Services { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether others wait for a service's end.</summary>
    public bool IsAwaited(string service) => Services.Values.Any(other => other.DependsOn?.GetValueOrDefault(service)?.Condition == DependencyCondition.Completed);

    /// <summary>
    /// Where the supervisor of a service that runs alone (a unit's, a container's of a pod) serves metrics. Each has a port of its own: counted up from the manifest's in the order of names, and
    /// down where there are no more.
    /// </summary>
    /// <param name="service">One of <see cref="Services"/>.</param>
    /// <returns>Null for nowhere.</returns>
    public IPEndPoint? MetricsOf(string service)
    {
        if (Metrics is null || !ListenAddress.TryParse(Metrics, out var first))
            return null;
        var index = Services.Keys.TakeWhile(name => name != service).Count();
        return new IPEndPoint(first.Address, first.Port + (first.Port + index <= IPEndPoint.MaxPort ? index : -index));
    }
}
