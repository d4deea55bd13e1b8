namespace EnvCompiler.Compile.Contained;

/// <summary>A command that only bash can run.</summary>
/// <param name="What">Which one: the manifest's key, between backticks.</param>
/// <param name="Reason">Why, a clause.</param>
public sealed record CommandWithShell(string What, string Reason);
