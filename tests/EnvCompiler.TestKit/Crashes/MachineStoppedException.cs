namespace EnvCompiler.TestKit.Crashes;

/// <summary>The process is no more. It is not a failure of I/O, so nobody may handle it.</summary>
public sealed class MachineStoppedException : Exception;
