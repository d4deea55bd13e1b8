namespace EnvCompiler.Resolve.Solving;

/// <summary>One solvable that another refuses to stand beside. Catalogs derive from it to keep what they called it.</summary>
/// <param name="Other">The refused one.</param>
public abstract record Exclusion(int Other);
