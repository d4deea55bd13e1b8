namespace EnvCompiler.Model.Generations;

/// <summary>One variable of <c>[vars]</c> as activation sets it.</summary>
public sealed record ActivationVariable
{
    /// <summary>Name, valid in a POSIX shell.</summary>
    public required string Name { get; init; }

    /// <summary>Text in double-quote syntax, always set; null for the other forms.</summary>
    public string? Value { get; init; }

    /// <summary>Text in double-quote syntax, set unless the caller has the variable.</summary>
    public string? Default { get; init; }

    /// <summary>The value is in <c>.envc/secrets/NAME</c> unless the caller has the variable.</summary>
    public bool Secret { get; init; }

    /// <summary>How to make a missing secret: <c>hex32</c>.</summary>
    public string? Generate { get; init; }

    /// <summary>The text holds more than <c>$NAME</c> and <c>${NAME}</c> (a command substitution, <c>${A:-b}</c>), so bash must expand it.</summary>
    public bool NeedsShell { get; init; }
}
