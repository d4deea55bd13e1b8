namespace EnvCompiler.Store.Composing.Effects;

/// <summary>What a person found out about the part of a maintainer script that <see cref="ScriptReader"/> does not understand.</summary>
internal sealed record ReviewedScript
{
    /// <summary>SHA-256 of that part (<see cref="ReviewedScripts.HashOf"/>), lower-case hexadecimal.</summary>
    public required string Rest { get; init; }

    /// <summary>The package it was seen in, for the reader of the table.</summary>
    public required string Package { get; init; }

    /// <summary><c>preinst</c> or <c>postinst</c>.</summary>
    public required string Script { get; init; }

    /// <summary>Why the script need not run, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>What is done instead, as lines of <c>tmpfiles.d(5)</c>.</summary>
    public required IReadOnlyList<string> Effects { get; init; }
}
