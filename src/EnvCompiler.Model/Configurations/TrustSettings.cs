namespace EnvCompiler.Model.Configurations;

/// <summary><c>[trust]</c>: repositories whose environments <c>activate -r</c> runs without asking, or never. <c>HOST/PATH</c> is that one, <c>HOST/PATH/*</c> all below it.</summary>
public sealed record TrustSettings
{
    /// <summary>Run without asking.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Never run, whatever else is said.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];
}
