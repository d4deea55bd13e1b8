namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>How a command ends, as far as that is known.</summary>
/// <param name="Status">Whether it succeeds.</param>
internal sealed record Outcome(Truth Status)
{
    /// <summary>It succeeds.</summary>
    public static readonly Outcome True = new(Truth.True) { WhenTrue = [], Output = "" };

    /// <summary>It fails.</summary>
    public static readonly Outcome False = new(Truth.False) { WhenFalse = [], Output = "" };

    /// <summary>Nothing is known of its status; it prints nothing that matters.</summary>
    public static readonly Outcome Unknown = new(Truth.Unknown);

    /// <summary>What the root is asked for success; null when no question to the root decides.</summary>
    public IReadOnlyList<PathTest>? WhenTrue { get; init; }

    /// <summary>What the root is asked for failure, likewise.</summary>
    public IReadOnlyList<PathTest>? WhenFalse { get; init; }

    /// <summary>Standard output, or null when it is not known.</summary>
    public string? Output { get; init; }

    /// <summary>It is not run and its work is missing: what it would print goes nowhere.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The outcome of a question to the root.</summary>
    public static Outcome Of(PathQuestion question) =>
        new(Truth.Unknown) { WhenTrue = [new PathTest(question, true)], WhenFalse = [new PathTest(question, false)], Output = "" };

    /// <summary>The outcome of something known.</summary>
    public static Outcome Of(bool? known) => known switch { true => True, false => False, null => Unknown };

    /// <summary><c>!</c>.</summary>
    public Outcome Negated() => this with
    {
        Status = Status switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown },
        WhenTrue = WhenFalse,
        WhenFalse = WhenTrue,
    };

    /// <summary><c>&amp;&amp;</c>: the left one did not fail for certain.</summary>
    public Outcome And(Outcome right) => Status == Truth.True ? right : new Outcome(right.Status == Truth.False ? Truth.False : Truth.Unknown)
    {
        WhenTrue = WhenTrue is null || right.WhenTrue is null ? null : [.. WhenTrue, .. right.WhenTrue],
        WhenFalse = right.Status == Truth.True ? WhenFalse : null,
    };

    /// <summary><c>||</c>: the left one did not succeed for certain.</summary>
    public Outcome Or(Outcome right) => Negated().And(right.Negated()).Negated();
}
