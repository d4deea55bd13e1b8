namespace EnvCompiler.Compile.Steps;

/// <summary>Ends a lowering from wherever it is; <see cref="CommandLowering"/> makes a value of it.</summary>
internal sealed class NeedsShellException(string reason) : Exception(reason);
