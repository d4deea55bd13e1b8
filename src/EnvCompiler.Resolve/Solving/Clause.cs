namespace EnvCompiler.Resolve.Solving;

/// <summary>At least one of the literals holds. The first two are the watched ones.</summary>
/// <param name="literals">At least one, none twice.</param>
/// <param name="origin">Why it holds.</param>
internal sealed class Clause(Literal[] literals, ClauseOrigin origin)
{
    internal Literal[] Literals { get; } = literals;

    internal ClauseOrigin Origin { get; } = origin;
}
