namespace EnvCompiler.Model.Diagnostics;

/// <summary>How bad a <see cref="Diagnostic"/> is: an error ends the run, a warning does not.</summary>
public enum Severity
{
    /// <summary>The run goes on; the person should know.</summary>
    Warning,

    /// <summary>What was asked for cannot be done.</summary>
    Error,
}
