using EnvCompiler.Model.Steps;

namespace EnvCompiler.Model.Contained;

/// <summary>A command of the manifest as it runs where there may be no shell.</summary>
/// <param name="Text">Bash text, as the manifest has it.</param>
public sealed record ContainedCommand(string Text)
{
    /// <summary>What the launcher does in its place; null where bash must run it, which the contained form then brings.</summary>
    public Step? Steps { get; init; }
}
