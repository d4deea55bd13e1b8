namespace EnvCompiler.Model.Shell;

/// <summary>A redirection.</summary>
/// <param name="Operator"><c>&gt;</c>, <c>&gt;&gt;</c>, <c>&lt;</c>, <c>&gt;&amp;</c>, <c>&lt;&amp;</c>, <c>&lt;&gt;</c>, or <c>&lt;&lt;</c> for a here-document.</param>
/// <param name="Target">File or descriptor; for a here-document its content.</param>
public sealed record ShellRedirection(string Operator, ShellWord Target);
