using EnvCompiler.Model.Shell;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>Variables that a command may assign.</summary>
internal static class AssignedNames
{
    /// <summary>Tells every name in a command.</summary>
    public static void In(ShellNode node, Action<string> found)
    {
        switch (node)
        {
            case ShellNode.Simple simple:
                foreach (var assignment in simple.Assignments)
                    found(assignment.Name);
                foreach (var word in simple.Words)
                {
                    // `read`, `local`, `export`: a name alone, or with its value.
                    if (word.Parts is [ShellWordPart.Literal { IsQuoted: false } literal, ..] && literal.Text.Split('=')[0] is [not '-', ..] name)
                        found(name);
                }

                break;
            case ShellNode.Sequence sequence:
                foreach (var command in sequence.Commands)
                    In(command, found);
                break;
            case ShellNode.Pipeline pipeline:
                foreach (var command in pipeline.Commands)
                    In(command, found);
                break;
            case ShellNode.AndOr andOr:
                In(andOr.Left, found);
                In(andOr.Right, found);
                break;
            case ShellNode.If @if:
                In(@if.Condition, found);
                In(@if.Then, found);
                if (@if.Otherwise is not null)
                    In(@if.Otherwise, found);
                break;
            case ShellNode.Case @case:
                foreach (var branch in @case.Branches)
                    In(branch.Body, found);
                break;
            case ShellNode.For @for:
                found(@for.Variable);
                In(@for.Body, found);
                break;
            case ShellNode.While @while:
                In(@while.Condition, found);
                In(@while.Body, found);
                break;
            case ShellNode.Subshell subshell:
                In(subshell.Body, found);
                break;
        }
    }
}
