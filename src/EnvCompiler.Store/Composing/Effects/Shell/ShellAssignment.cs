namespace EnvCompiler.Store.Composing.Effects.Shell;

/// <summary><c>NAME=VALUE</c> before a command or alone.</summary>
internal sealed record ShellAssignment(string Name, ShellWord Value);
