namespace EnvCompiler.Run.Supervision.State;

/// <summary>One running instance.</summary>
/// <param name="Service">Name.</param>
/// <param name="Instance">Number.</param>
/// <param name="Pid">Pid and session of its first process.</param>
/// <param name="StartTime">Clock ticks since boot, as <c>/proc/PID/stat</c> has them.</param>
internal sealed record RunStateEntry(string Service, int Instance, int Pid, long StartTime);
