using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>One package that another's <c>Conflicts</c> or <c>Breaks</c> meets.</summary>
/// <param name="Relation">As the package says it.</param>
/// <param name="Other">The refused one.</param>
public sealed record DebianExclusion(Relation Relation, int Other) : Exclusion(Other);
