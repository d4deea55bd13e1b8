namespace EnvCompiler.Host.Processes;

/// <summary>One line of the process table.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Parent">Parent's pid.</param>
/// <param name="Session">Session id: the pid of the session's first process.</param>
/// <param name="StartTime">Clock ticks since boot; with the pid and the boot it names a process for ever.</param>
public sealed record ProcessEntry(int Pid, int Parent, int Session, long StartTime);
