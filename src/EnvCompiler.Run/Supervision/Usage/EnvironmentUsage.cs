namespace EnvCompiler.Run.Supervision.Usage;

/// <summary>What an environment's services and their supervisor use.</summary>
/// <param name="Services">By name, those that run.</param>
/// <param name="SupervisorPid">The supervisor; null when none runs.</param>
/// <param name="Supervisor">What it uses itself.</param>
public sealed record EnvironmentUsage(IReadOnlyDictionary<string, ProcessesUsage> Services, int? SupervisorPid, ProcessesUsage? Supervisor);
