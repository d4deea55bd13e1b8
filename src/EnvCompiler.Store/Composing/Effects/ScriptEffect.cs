namespace EnvCompiler.Store.Composing.Effects;

/// <summary>Something that a maintainer script would do to a root.</summary>
internal abstract record ScriptEffect
{
    /// <summary>It is done only where all of these hold, asked when its turn comes.</summary>
    public IReadOnlyList<PathTest> When { get; init; } = [];
}
