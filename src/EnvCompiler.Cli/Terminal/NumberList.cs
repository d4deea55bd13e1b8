namespace EnvCompiler.Cli.Terminal;

/// <summary>Numbers in a sentence.</summary>
internal static class NumberList
{
    /// <summary><c>generation 3</c>, <c>generations 3 to 7</c>, <c>generations 3, 5</c>.</summary>
    internal static string Of(string what, IReadOnlyList<int> numbers) => numbers switch
    {
        [] => $"no {what}",
        [var one] => $"{what} {one}",
        [var first, .., var last] when last - first == numbers.Count - 1 => $"{what}s {first} to {last}",
        _ => $"{what}s {string.Join(", ", numbers)}",
    };
}
