using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Steps;

/// <summary>What became of a command's text.</summary>
/// <param name="Step">What the launcher does; null where a shell is needed.</param>
/// <param name="Reason">Why a shell is needed, a clause; null where none is.</param>
public sealed record LoweredCommand(Step? Step, string? Reason)
{
    internal static LoweredCommand Of(Step step) => new(step, Reason: null);

    internal static LoweredCommand NeedsShell(string reason) => new(Step: null, reason);
}
