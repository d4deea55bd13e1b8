namespace EnvCompiler.Model.Diagnostics;

/// <summary>A place in a file a person can open.</summary>
/// <param name="File">Path as the person knows it (relative to their directory where possible).</param>
/// <param name="Line">1-based; 0 when the whole file is meant.</param>
/// <param name="Column">1-based, in UTF-16 code units; 0 when the whole line is meant.</param>
public readonly record struct SourcePlace(string File, int Line = 0, int Column = 0)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}({Line})" : $"{File}({Line},{Column})";
}
