namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>A service that two generations differ in on one target.</summary>
public sealed record ServiceChange
{
    /// <summary>Its name.</summary>
    public required string Service { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>What became of it.</summary>
    public required Change Change { get; init; }

    /// <summary>What differs: keys of its definition, <c>root</c> for the packages that it runs with, <c>[vars]</c>; empty where it was added or removed.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}
