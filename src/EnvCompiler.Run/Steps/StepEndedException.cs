namespace EnvCompiler.Run.Steps;

/// <summary><c>exit</c>, or what ends a shell as it does, from wherever it is.</summary>
internal sealed class StepEndedException(int status) : Exception
{
    internal int Status => status;
}
