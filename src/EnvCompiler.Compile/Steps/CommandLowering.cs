using EnvCompiler.Model.Shell;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Steps;

/// <summary>
/// Lowers the text of a hook, service or shutdown command to steps, where these do exactly what bash would: anything that could differ is not lowered, and says why.
/// </summary>
public static class CommandLowering
{
    /// <summary>Lowers.</summary>
    /// <param name="text">What bash would be given with <c>-c</c>.</param>
    public static LoweredCommand Lower(string text)
    {
        if (ShellParser.Parse(text) is not { } script)
            return LoweredCommand.NeedsShell("it is no command that envc can read");
        try
        {
            return LoweredCommand.Of(Sequence(script));
        }
        catch (NeedsShellException reason)
        {
            return LoweredCommand.NeedsShell(reason.Message);
        }
    }

    private static Step Sequence(ShellNode.Sequence sequence)
    {
        Refuse(sequence);
        return sequence.Commands is [var only] ? Lower(only) : new Step.Sequence([.. sequence.Commands.Select(Lower)]);
    }

    private static Step Lower(ShellNode node)
    {
        Refuse(node);
        return node switch
        {
            ShellNode.Sequence sequence => Sequence(sequence),
            ShellNode.AndOr { IsOr: false } both => new Step.Both(Lower(both.Left), Lower(both.Right)),
            ShellNode.AndOr either => new Step.Either(Lower(either.Left), Lower(either.Right)),
            ShellNode.Pipeline { Commands: [var only] } pipeline => pipeline.Negated ? new Step.Not(Lower(only)) : Lower(only),
            ShellNode.If branches => new Step.If(Lower(branches.Condition), Lower(branches.Then), branches.Otherwise is null ? null : Lower(branches.Otherwise)),
            ShellNode.Simple simple => Simple(simple),
            ShellNode.Pipeline => throw new NeedsShellException("`|` joins commands"),
            ShellNode.For => throw new NeedsShellException("`for` repeats commands"),
            ShellNode.While => throw new NeedsShellException("`while` or `until` repeats commands"),
            ShellNode.Case => throw new NeedsShellException("`case` chooses a command"),
            ShellNode.Subshell => throw new NeedsShellException("`( … )` is a shell of its own"),
            ShellNode.Function function => throw new NeedsShellException($"`{function.Name}` is a function"),
            _ => throw new NeedsShellException("it is no simple command"),
        };
    }

    private static void Refuse(ShellNode node)
    {
        if (node.IsBackground)
            throw new NeedsShellException("`&` runs a command in the background");
        if (node.Redirections is [var first, ..])
            throw new NeedsShellException($"`{first.Operator}` redirects a command");
    }

    private static Step.Run Simple(ShellNode.Simple simple)
    {
        var variables = simple.Assignments.Select(each => new StepAssignment(Assignable(each.Name), WordLowering.Assigned(each.Value))).ToList();
        var words = simple.Words.Select(WordLowering.Argument).ToList();
        if (words is [var first, ..])
            BuiltinChecks.Check(first, words, variables.Count > 0);
        else if (variables.Count == 0)
            throw new NeedsShellException("it has no command");
        return new Step.Run(variables, words);
    }

    /// <summary>A name that may be given a value: not one that changes what a shell does.</summary>
    internal static string Assignable(string name) =>
        ShellNames.Special.Contains(name) || name.StartsWith("BASH", StringComparison.Ordinal) ? throw new NeedsShellException($"`{name}` means something to a shell") : name;
}
