using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>A diagnostic on its way out of a stream, which can only throw.</summary>
/// <param name="problem">What is wrong.</param>
internal sealed class RegistryFailureException(Diagnostic problem) : IOException(problem.Message)
{
    internal Diagnostic Problem => problem;
}
