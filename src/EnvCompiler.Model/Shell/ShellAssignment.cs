namespace EnvCompiler.Model.Shell;

/// <summary><c>NAME=VALUE</c> before a command or alone.</summary>
public sealed record ShellAssignment(string Name, ShellWord Value);
