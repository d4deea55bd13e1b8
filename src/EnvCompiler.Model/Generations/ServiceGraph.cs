using System.Text.Json.Serialization;
using EnvCompiler.Model.Conditions;

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
}
