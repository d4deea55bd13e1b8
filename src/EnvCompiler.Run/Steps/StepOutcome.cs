namespace EnvCompiler.Run.Steps;

/// <summary>What a command has left.</summary>
/// <param name="Status">Its status.</param>
/// <param name="EndedEarly">It ended by <c>exit</c>, <c>exec</c> or a failure under <c>set -e</c>, before its last step.</param>
/// <param name="Variables">The exported variables.</param>
public sealed record StepOutcome(int Status, bool EndedEarly, IReadOnlyDictionary<string, string> Variables);
