using EnvCompiler.Host.Machine;

namespace EnvCompiler.Cli.Commands;

/// <summary>A row of <c>envc envs</c>.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Live">Its live generation; null where it has none.</param>
/// <param name="Generations">How many it has.</param>
public sealed record ListedEnvironment(string Directory, Presence State, int? Live, int Generations);
