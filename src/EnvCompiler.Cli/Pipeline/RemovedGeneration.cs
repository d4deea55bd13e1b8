namespace EnvCompiler.Cli.Pipeline;

/// <summary>A generation that is no more.</summary>
/// <param name="Environment">Directory of its environment.</param>
/// <param name="Generation">Its number.</param>
public sealed record RemovedGeneration(string Environment, int Generation);
