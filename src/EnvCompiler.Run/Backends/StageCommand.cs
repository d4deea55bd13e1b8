namespace EnvCompiler.Run.Backends;

/// <summary>A program that this process becomes.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Arguments">argv, its first element included.</param>
/// <param name="Variables">All variables.</param>
public sealed record StageCommand(string Path, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables);
