using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>Which generations an environment has.</summary>
public static class GenerationNumbers
{
    /// <summary>The live one, or null before the first build.</summary>
    public static int? Live(EnvironmentLayout layout) =>
        new FileInfo(layout.Current).LinkTarget is { } target && int.TryParse(Path.GetFileName(target), out var number) ? number : null;

    /// <summary>All, ascending.</summary>
    public static IReadOnlyList<int> All(EnvironmentLayout layout)
    {
        var numbers = new List<int>();
        if (Directory.Exists(layout.Generations))
        {
            foreach (var directory in Directory.EnumerateDirectories(layout.Generations))
            {
                if (int.TryParse(Path.GetFileName(directory), out var number))
                    numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>The highest, or 0.</summary>
    internal static int Last(EnvironmentLayout layout) => All(layout) is [.., var last] ? last : 0;
}
