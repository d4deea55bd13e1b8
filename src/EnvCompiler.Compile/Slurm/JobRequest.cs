using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Slurm;

/// <summary>What the scripts of jobs are compiled from.</summary>
public sealed record JobRequest
{
    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute directory of the environment, the same on every node.</summary>
    public required string Directory { get; init; }

    /// <summary>The generation that jobs run unless they are told another one.</summary>
    public required int Generation { get; init; }

    /// <summary>The target.</summary>
    public required Target Target { get; init; }

    /// <summary>The target's services.</summary>
    public required ServiceGraph Graph { get; init; }

    /// <summary>Absolute path of <c>envc</c>, the same on every node.</summary>
    public required string Envc { get; init; }

    /// <summary>Variables of the job: where the store is, which target was asked for.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
