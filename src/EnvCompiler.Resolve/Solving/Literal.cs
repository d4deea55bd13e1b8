namespace EnvCompiler.Resolve.Solving;

/// <summary>"This solvable is in" or "this solvable is out".</summary>
/// <param name="Code">Twice the solvable, plus one when it is out; an index for tables.</param>
internal readonly record struct Literal(int Code)
{
    internal static Literal In(int solvable) => new(solvable << 1);

    internal static Literal Out(int solvable) => new((solvable << 1) | 1);

    internal int Solvable => Code >> 1;

    internal bool IsIn => (Code & 1) == 0;

    internal Literal Negated => new(Code ^ 1);
}
