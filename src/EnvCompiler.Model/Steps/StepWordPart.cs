namespace EnvCompiler.Model.Steps;

/// <summary>A piece of a word: text, or a variable's value.</summary>
public sealed record StepWordPart
{
    /// <summary>Text that stands for itself.</summary>
    public string? Text { get; init; }

    /// <summary>A variable's name, or <c>?</c> for the status of the last command.</summary>
    public string? Variable { get; init; }

    /// <summary>What is done with the variable: nothing (null), or <c>:-</c>, <c>-</c>, <c>:+</c>, <c>+</c>, <c>:=</c>, <c>=</c>, <c>:?</c>, <c>?</c> (POSIX.1-2024 XCU 2.6.2).</summary>
    public string? Operator { get; init; }

    /// <summary>What follows the operator.</summary>
    public StepWord? Argument { get; init; }

    /// <summary>A value that is not quoted is split at blanks into several words, or none.</summary>
    public bool IsQuoted { get; init; }
}
