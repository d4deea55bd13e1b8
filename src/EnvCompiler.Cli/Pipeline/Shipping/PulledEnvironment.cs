namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>What a pull did.</summary>
/// <param name="Directory">The environment's directory.</param>
/// <param name="Repository">Where it came from.</param>
/// <param name="Generations">Numbers of the generations that are new here.</param>
/// <param name="Live">The generation that is live now.</param>
internal sealed record PulledEnvironment(string Directory, string Repository, IReadOnlyList<int> Generations, int Live)
{
    /// <summary>Where the environment's own generations are kept that others took the place of; null where none had to go.</summary>
    public string? Kept { get; init; }
}
