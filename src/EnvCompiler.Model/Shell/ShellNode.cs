namespace EnvCompiler.Model.Shell;

/// <summary>A command of a shell script, as POSIX.1-2024 XCU 2.9 and 2.10 name them.</summary>
public abstract record ShellNode
{
    /// <summary>What is redirected; for compound commands of all that is inside.</summary>
    public IReadOnlyList<ShellRedirection> Redirections { get; init; } = [];

    /// <summary>The command as written, blanks collapsed, with its here-documents; what a person reviews.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether <c>&amp;</c> follows: it is not waited for.</summary>
    public bool IsBackground { get; init; }

    /// <summary>Assignments, a command name and its arguments.</summary>
    public sealed record Simple(IReadOnlyList<ShellAssignment> Assignments, IReadOnlyList<ShellWord> Words) : ShellNode;

    /// <summary>Commands joined by <c>|</c>; <paramref name="Negated"/> by a leading <c>!</c>.</summary>
    public sealed record Pipeline(IReadOnlyList<ShellNode> Commands, bool Negated) : ShellNode;

    /// <summary><c>&amp;&amp;</c>, or <c>||</c> where <paramref name="IsOr"/>.</summary>
    public sealed record AndOr(ShellNode Left, ShellNode Right, bool IsOr) : ShellNode;

    /// <summary>One command after the other.</summary>
    public sealed record Sequence(IReadOnlyList<ShellNode> Commands) : ShellNode;

    /// <summary><c>if</c>; an <c>elif</c> is an <c>if</c> in <paramref name="Otherwise"/>.</summary>
    public sealed record If(ShellNode Condition, ShellNode Then, ShellNode? Otherwise) : ShellNode;

    /// <summary><c>case</c>.</summary>
    public sealed record Case(ShellWord Subject, IReadOnlyList<ShellCaseBranch> Branches) : ShellNode;

    /// <summary><c>for</c>; without <c>in</c> the words are <c>"$@"</c>.</summary>
    public sealed record For(string Variable, IReadOnlyList<ShellWord> Words, ShellNode Body) : ShellNode;

    /// <summary><c>while</c> and <c>until</c>.</summary>
    public sealed record While(ShellNode Condition, ShellNode Body) : ShellNode;

    /// <summary><c>( … )</c>: variables and the directory are its own.</summary>
    public sealed record Subshell(ShellNode Body) : ShellNode;

    /// <summary>A function's definition.</summary>
    public sealed record Function(string Name, ShellNode Body) : ShellNode;
}
