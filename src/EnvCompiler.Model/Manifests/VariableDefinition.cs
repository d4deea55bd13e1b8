namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[vars]</c>. A plain TOML string is <see cref="Value"/>: set, whatever the caller has (Flox's meaning).</summary>
public sealed record VariableDefinition
{
    /// <summary>Set to this, always. May refer to other variables as <c>${NAME}</c>.</summary>
    public string? Value { get; init; }

    /// <summary>Set to this unless the caller's environment has it.</summary>
    public string? Default { get; init; }

    /// <summary>Kept in <c>.envc/secrets/NAME</c>, 0600; never in a lock, a log, a generation or an argument list.</summary>
    public bool Secret { get; init; }

    /// <summary>How to make a missing secret: <c>hex32</c> (32 random bytes in hexadecimal).</summary>
    public string? Generate { get; init; }
}
