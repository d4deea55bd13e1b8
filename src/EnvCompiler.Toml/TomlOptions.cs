namespace EnvCompiler.Toml;

/// <summary>What is accepted, and how much of it: a hostile text costs bounded memory, stack and time.</summary>
public sealed record TomlOptions
{
    /// <summary>1.1 and the limits below.</summary>
    public static TomlOptions Default { get; } = new();

    /// <summary>The edition.</summary>
    public TomlVersion Version { get; init; } = TomlVersion.V11;

    /// <summary>Deepest nesting of arrays and tables, parts of dotted keys included.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Longest text, in UTF-16 code units (bytes for UTF-8 input).</summary>
    public int MaxLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>The number of the text's first line. Several texts whose lines are numbered on are told apart by a line.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Errors after which the rest is not reported.</summary>
    public int MaxErrors { get; init; } = 100;
}
