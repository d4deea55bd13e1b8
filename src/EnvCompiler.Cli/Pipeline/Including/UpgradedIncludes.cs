namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>What an upgrade of includes did.</summary>
/// <param name="Environment">The environment as it is locked now.</param>
/// <param name="Changes">What became of each include, in the manifest's order.</param>
public sealed record UpgradedIncludes(LockedEnvironment Environment, IReadOnlyList<IncludeChange> Changes);
