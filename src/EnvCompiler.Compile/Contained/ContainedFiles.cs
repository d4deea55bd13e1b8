using EnvCompiler.Model.Contained;

namespace EnvCompiler.Compile.Contained;

/// <summary>What <c>/.envc/environment</c> holds.</summary>
/// <param name="Environment">What <c>environment.json</c> says.</param>
/// <param name="Files">Contents by path below <c>/.envc/environment</c>.</param>
/// <param name="WithShell">The commands that bring bash; empty where none is needed.</param>
public sealed record ContainedFiles(ContainedEnvironment Environment, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<CommandWithShell> WithShell);
