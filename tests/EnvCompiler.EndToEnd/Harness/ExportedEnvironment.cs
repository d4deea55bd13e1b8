namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A copy of an environment that is exported.</summary>
/// <param name="Name">Its directory's name.</param>
/// <param name="Directory">The copy.</param>
/// <param name="Targets">Accelerators of targets whose roots are small enough to be fetched for a test; the first is that of hosts without a GPU.</param>
public sealed record ExportedEnvironment(string Name, string Directory, IReadOnlyList<string> Targets);
