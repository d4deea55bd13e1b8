namespace EnvCompiler.Resolve.Solving;

/// <summary>One need: at least one of the candidates. Catalogs derive from it to keep what they called it.</summary>
/// <param name="Candidates">Most wanted first; empty when nothing fits.</param>
public abstract record Requirement(IReadOnlyList<int> Candidates);
