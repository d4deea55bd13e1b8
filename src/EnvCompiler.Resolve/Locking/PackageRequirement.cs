using EnvCompiler.Resolve.Solving;

namespace EnvCompiler.Resolve.Locking;

/// <summary>A package that a group must have.</summary>
/// <param name="InstallId">The entry of <c>[install]</c> that asks for it, or null for a base package.</param>
/// <param name="Wanted">What is asked for, as messages name it.</param>
/// <param name="Candidates">Highest allowed version of the preferred suite first.</param>
internal sealed record PackageRequirement(string? InstallId, string Wanted, IReadOnlyList<int> Candidates) : Requirement(Candidates);
