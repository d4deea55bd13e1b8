namespace EnvCompiler.Compile.Generations;

/// <summary>What to do when another process works on the environment.</summary>
/// <param name="Waits">Wait until it is done; otherwise that is a failure.</param>
/// <param name="OnWait">Told once who it is, <c>PID COMMAND</c>, before the first wait.</param>
public sealed record LockWait(bool Waits, Action<string>? OnWait = null);
