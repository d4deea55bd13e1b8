using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>A generation as far as it can be compared with another.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Lock">Its lock.</param>
/// <param name="Files">SHA-256 of its files by relative path.</param>
/// <param name="Targets">What it is compiled for, by <c>SYSTEM/ACCELERATOR</c>.</param>
public sealed record GenerationContent(
    int Number, Manifest Manifest, Lock Lock, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, TargetContent> Targets);
