namespace EnvCompiler.Run.Activation.Starts;

/// <summary>One activation whose process runs.</summary>
/// <param name="Pid">The process: a command, a shell, or a shell that has sourced the environment.</param>
/// <param name="Generation">Generation number.</param>
/// <param name="Target"><c>SYSTEM/ACCELERATOR</c>.</param>
/// <param name="Since">When it was activated.</param>
/// <param name="InPlace">A shell of the person's own that may leave and run on.</param>
public sealed record RunningActivation(int Pid, int Generation, string Target, DateTimeOffset Since, bool InPlace);
