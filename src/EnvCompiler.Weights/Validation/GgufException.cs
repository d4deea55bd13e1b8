using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Weights.Validation;

/// <summary>Leaves the reader at the first problem; <see cref="GgufReader"/> turns it into its diagnostic.</summary>
internal sealed class GgufException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    internal Diagnostic Diagnostic { get; } = diagnostic;
}
