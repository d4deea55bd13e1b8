namespace EnvCompiler.Resolve.Conditions;

/// <summary>The <c>!</c> that an expression stands below.</summary>
/// <param name="Count">How many.</param>
/// <param name="Position">Where the outermost one is.</param>
internal readonly record struct Negation(int Count, int Position)
{
    internal static Negation None => default;

    internal bool IsOdd => Count % 2 == 1;

    internal Negation And(int position) => new(Count + 1, Count == 0 ? position : Position);
}
