using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>One element of a package's <c>Depends</c> or <c>Pre-Depends</c>.</summary>
/// <param name="Dependency">As the package says it.</param>
/// <param name="Candidates">First alternatives first.</param>
public sealed record DebianRequirement(Dependency Dependency, IReadOnlyList<int> Candidates) : Requirement(Candidates);
