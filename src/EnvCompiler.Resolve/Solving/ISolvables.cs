namespace EnvCompiler.Resolve.Solving;

/// <summary>
/// What the solver knows of a catalog. A solvable is one version of one name (with its build), a small number that the implementation
/// gives out as it meets them. Lists must be in an order that depends on their content alone, never on the order of an index file:
/// then equal catalogs have equal solutions.
/// </summary>
public interface ISolvables
{
    /// <summary>The name it is a version of; no two solvables of one name are chosen together.</summary>
    int NameOf(int solvable);

    /// <summary>All solvables of a name.</summary>
    IReadOnlyList<int> SolvablesOf(int name);

    /// <summary>What it needs. Asked once, and only when the solvable is being chosen.</summary>
    IReadOnlyList<Requirement> RequirementsOf(int solvable);

    /// <summary>What it cannot stand beside. Asked once, and only when the solvable is being chosen.</summary>
    IReadOnlyList<Exclusion> ExclusionsOf(int solvable);

    /// <summary>Whether the previous lock holds it: then it is preferred to anything else that fits.</summary>
    bool IsLocked(int solvable);
}
