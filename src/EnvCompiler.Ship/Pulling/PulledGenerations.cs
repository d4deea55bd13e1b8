using EnvCompiler.Ship.Artifacts;

namespace EnvCompiler.Ship.Pulling;

/// <summary>What a repository gave.</summary>
/// <param name="Live">The number of the generation that was asked for.</param>
/// <param name="Generations">Those that the environment lacks, in order of their numbers.</param>
/// <param name="HasPackages">Whether the packages of the one that was asked for are there too.</param>
/// <param name="Models">Files of its models that are there.</param>
public sealed record PulledGenerations(int Live, IReadOnlyList<ShippedGeneration> Generations, bool HasPackages, IReadOnlyList<PulledFile> Models)
{
    /// <summary>Numbers of the environment's own generations, ascending, that the pulled ones take the place of; only of a pull that was forced.</summary>
    public IReadOnlyList<int> Replaced { get; init; } = [];
}
