namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>Bytes of all artifacts of one target.</summary>
/// <param name="Target"><c>SYSTEM/ACCELERATOR</c>.</param>
/// <param name="From">Before.</param>
/// <param name="To">After.</param>
public sealed record TargetSize(string Target, long From, long To);
