namespace EnvCompiler.Model.Shell;

/// <summary>One branch of <c>case</c>.</summary>
/// <param name="Patterns">One of them has to match.</param>
/// <param name="Body">What is done then.</param>
public sealed record ShellCaseBranch(IReadOnlyList<ShellWord> Patterns, ShellNode Body);
