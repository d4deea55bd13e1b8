namespace EnvCompiler.Toml;

/// <summary>A stretch of text.</summary>
/// <param name="Offset">0-based start, in UTF-16 code units.</param>
/// <param name="Length">In UTF-16 code units.</param>
/// <param name="Line">1-based line of the start.</param>
/// <param name="Column">1-based column of the start, in UTF-16 code units.</param>
public readonly record struct TomlSpan(int Offset, int Length, int Line, int Column)
{
    /// <summary>The offset after the last code unit.</summary>
    public int End => Offset + Length;
}
