namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>One element of <c>Depends</c>: satisfied by any of its alternatives, the first preferred.</summary>
/// <param name="Alternatives">At least one, in the order written.</param>
public sealed record Dependency(IReadOnlyList<Relation> Alternatives)
{
    /// <summary><c>a (>= 1) | b</c>.</summary>
    public override string ToString() => string.Join(" | ", Alternatives);
}
