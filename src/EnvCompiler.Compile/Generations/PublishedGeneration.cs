namespace EnvCompiler.Compile.Generations;

/// <summary>The generation that is live after publishing.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Directory">Its absolute directory.</param>
/// <param name="IsNew">False when the live one had the same content already.</param>
public sealed record PublishedGeneration(int Number, string Directory, bool IsNew)
{
    /// <summary>The generation that was live and had this content, and has other files now.</summary>
    public int? Damaged { get; init; }
}
