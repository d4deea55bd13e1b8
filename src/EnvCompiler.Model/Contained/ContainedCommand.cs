using EnvCompiler.Model.Steps;

namespace EnvCompiler.Model.Contained;

/// <summary>A command of the manifest as it runs where there may be no shell.</summary>
/// <param name="Text">Bash text, as the manifest has it.</param>
/// <param name="Steps">What the launcher does in its place; null where bash must run it, which the contained form then brings.</param>
public sealed record ContainedCommand(string Text, Step? Steps);
