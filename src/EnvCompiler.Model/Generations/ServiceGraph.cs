namespace EnvCompiler.Model.Generations;

/// <summary><c>targets/T/services.json</c>: everything the supervisor needs to know about a generation's services.</summary>
public sealed record ServiceGraph
{
    /// <summary>Whether <c>activate</c> starts services without <c>-s</c>.</summary>
    public bool AutoStart { get; init; }

    /// <summary>Services by name.</summary>
    public SortedDictionary<string, ServiceSpec> Services { get; init; } = new(StringComparer.Ordinal);
}
