using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Steps;

/// <summary>
/// A shell command, lowered: what <c>envc-run</c> does where there is no shell. It means what bash would do with the text that it was made of.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(Sequence), "sequence")]
[JsonDerivedType(typeof(Both), "and")]
[JsonDerivedType(typeof(Either), "or")]
[JsonDerivedType(typeof(Not), "not")]
[JsonDerivedType(typeof(If), "if")]
[JsonDerivedType(typeof(Run), "run")]
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>One after the other.</summary>
    public sealed record Sequence(IReadOnlyList<Step> Steps) : Step;

    /// <summary><c>&amp;&amp;</c>.</summary>
    public sealed record Both(Step First, Step Second) : Step;

    /// <summary><c>||</c>.</summary>
    public sealed record Either(Step First, Step Second) : Step;

    /// <summary><c>!</c>.</summary>
    public sealed record Not(Step Inner) : Step;

    /// <summary><c>if</c>.</summary>
    public sealed record If(Step Condition, Step Then, Step? Otherwise) : Step;

    /// <summary>A program, or one of <see cref="StepBuiltins"/>; without words its assignments hold for all that follows.</summary>
    public sealed record Run(IReadOnlyList<StepAssignment> Variables, IReadOnlyList<StepWord> Words) : Step;
}
