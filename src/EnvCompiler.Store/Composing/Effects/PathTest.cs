namespace EnvCompiler.Store.Composing.Effects;

/// <summary>The answer that an effect needs to a question.</summary>
/// <param name="Question">Answered once all packages' files are in the plan.</param>
/// <param name="IsMet">The answer that is asked for.</param>
internal sealed record PathTest(PathQuestion Question, bool IsMet)
{
    /// <summary>The opposite answer to the same question.</summary>
    public PathTest Negated => this with { IsMet = !IsMet };

    /// <inheritdoc/>
    public override string ToString() => IsMet ? $"{Question}" : $"! {Question}";
}
