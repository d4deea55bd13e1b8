namespace EnvCompiler.Compile.Generations;

/// <summary>Numbers as people write them: <c>1-12, 15</c>.</summary>
public static class Ranges
{
    /// <summary><c>generation 3</c>, <c>generations 3, 5-7</c>.</summary>
    /// <param name="numbers">Ascending.</param>
    public static string OfGenerations(IReadOnlyList<int> numbers) => $"{(numbers.Count == 1 ? "generation" : "generations")} {Of(numbers)}";

    /// <summary>Three and more in a row by the first and the last.</summary>
    /// <param name="numbers">Ascending.</param>
    public static string Of(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (int first = 0, next; first < numbers.Count; first = next)
        {
            next = first + 1;
            while (next < numbers.Count && numbers[next] == numbers[next - 1] + 1)
                next++;
            parts.Add(next - first > 2 ? $"{numbers[first]}-{numbers[next - 1]}" : string.Join(", ", numbers.Skip(first).Take(next - first)));
        }

        return string.Join(", ", parts);
    }
}
