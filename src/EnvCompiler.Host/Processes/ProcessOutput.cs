namespace EnvCompiler.Host.Processes;

/// <summary>What a finished program said.</summary>
/// <param name="ExitCode">128+N when signal N ended it.</param>
/// <param name="Output">Standard output, UTF-8.</param>
/// <param name="Error">Standard error, UTF-8.</param>
public sealed record ProcessOutput(int ExitCode, string Output, string Error);
