namespace EnvCompiler.Compile.Generations;

/// <summary>What a switch did.</summary>
/// <param name="Number">The generation that is live now.</param>
/// <param name="Previous">The one that was live before; the same where nothing but manifest and lock had to become its own.</param>
/// <param name="Edits">Where manifest or lock are kept that no generation has; null where there was nothing to keep.</param>
public sealed record SwitchedGeneration(int Number, int? Previous, string? Edits);
