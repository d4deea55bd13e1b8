namespace EnvCompiler.Model.Conditions;

/// <summary>The levels of the x86-64 instruction set (x86-64 psABI, 3.1.1), by number from 1.</summary>
public static class CpuLevels
{
    /// <summary>Their names, lowest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"];

    /// <summary>The number of a level, or null where there is none of the name.</summary>
    public static int? NumberOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
                return i + 1;
        }

        return null;
    }

    /// <summary>The name of a level; of a number that is none, the number.</summary>
    public static string NameOf(long number) => number >= 1 && number <= Names.Count ? Names[(int)number - 1] : $"{number}";
}
