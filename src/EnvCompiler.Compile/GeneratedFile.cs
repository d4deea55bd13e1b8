namespace EnvCompiler.Compile;

/// <summary>One file of a generation.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Executable">0555 when true, 0444 otherwise.</param>
public sealed record GeneratedFile(byte[] Content, bool Executable = false);
