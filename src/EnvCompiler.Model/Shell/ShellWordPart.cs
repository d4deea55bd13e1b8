namespace EnvCompiler.Model.Shell;

/// <summary>A piece of a word.</summary>
/// <param name="IsQuoted">Inside of quotes: not split into fields, not a pattern.</param>
public abstract record ShellWordPart(bool IsQuoted)
{
    /// <summary>Text that stands for itself.</summary>
    public sealed record Literal(string Text, bool IsQuoted) : ShellWordPart(IsQuoted);

    /// <summary><c>*</c>, <c>?</c>, <c>[</c> or a brace, unquoted.</summary>
    public sealed record Pattern(char Character) : ShellWordPart(false);

    /// <summary><c>$NAME</c> or <c>${NAME OPERATOR ARGUMENT}</c>.</summary>
    /// <param name="Name">A name, a digit or one of <c>@ * # ? $ ! -</c>.</param>
    /// <param name="Operator">Empty, or <c>:-</c>, <c>-</c>, <c>:+</c>, <c>+</c>, <c>:=</c>, <c>=</c>, <c>:?</c>, <c>?</c>, <c>#</c>, <c>##</c>, <c>%</c>, <c>%%</c>; others are not understood.</param>
    /// <param name="Argument">What follows the operator.</param>
    /// <param name="IsQuoted">As above.</param>
    public sealed record Parameter(string Name, string Operator, ShellWord? Argument, bool IsQuoted) : ShellWordPart(IsQuoted);

    /// <summary><c>$(…)</c> and backquotes.</summary>
    public sealed record Substitution(ShellNode Command, bool IsQuoted) : ShellWordPart(IsQuoted);

    /// <summary>An expansion whose value is not computed: arithmetic and what only bash knows.</summary>
    public sealed record Opaque(bool IsQuoted) : ShellWordPart(IsQuoted);
}
