namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>The nodes that a pod may run on: those that fit any of the terms, and all expressions of it.</summary>
internal sealed record NodeAffinity
{
    public required NodeSelector RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    public IReadOnlyList<Preference>? PreferredDuringSchedulingIgnoredDuringExecution { get; init; }

    internal sealed record NodeSelector(IReadOnlyList<Term> NodeSelectorTerms);

    internal sealed record Term(IReadOnlyList<Expression> MatchExpressions);

    internal sealed record Expression(string Key, string Operator, IReadOnlyList<string>? Values = null);

    /// <param name="Weight">1 to 100.</param>
    /// <param name="Term">What is preferred.</param>
    internal sealed record Preference(int Weight, [property: System.Text.Json.Serialization.JsonPropertyName("preference")] Term Term);
}
