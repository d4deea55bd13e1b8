namespace EnvCompiler.Model.Generations;

/// <summary>One target of a generation.</summary>
public sealed record GenerationTarget
{
    /// <summary>Root id by group.</summary>
    public SortedDictionary<string, string> Roots { get; init; } = new(StringComparer.Ordinal);
}
