namespace EnvCompiler.Run.Preflight;

/// <summary>One process as <c>/proc</c> shows it.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">Clock ticks since boot; with the pid it names the process.</param>
/// <param name="Parent">Parent's pid.</param>
/// <param name="Group">Process group.</param>
/// <param name="UserId">Real user id.</param>
/// <param name="Name"><c>comm</c>: at most 15 bytes.</param>
/// <param name="CommandLine">argv; empty for kernel threads.</param>
/// <param name="Executable">Absolute path, or null where it may not be read.</param>
public sealed record ProcProcess(
    int Pid, long StartTime, int Parent, int Group, uint UserId, string Name, IReadOnlyList<string> CommandLine, string? Executable);
