using EnvCompiler.Model.Shell;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Steps;

/// <summary>Words: text, quotes, and variables with defaults. Patterns, substitutions, arithmetic, braces and tildes are a shell's.</summary>
internal static class WordLowering
{
    /// <summary>A word of a command.</summary>
    internal static StepWord Argument(ShellWord word)
    {
        // `[` alone is a command's name.
        if (word.Parts is [ShellWordPart.Pattern { Character: '[' }])
            return new StepWord([new StepWordPart { Text = "[" }]);
        RefuseTilde(word.Parts, inValue: false);
        return new StepWord([.. word.Parts.Select(Part)]);
    }

    /// <summary>The right side of an assignment, which is neither split nor a pattern.</summary>
    internal static StepWord Assigned(ShellWord word)
    {
        RefuseTilde(word.Parts, inValue: true);
        return new StepWord([.. word.Parts.Select(part => part is ShellWordPart.Pattern pattern ? new StepWordPart { Text = pattern.Character.ToString() } : Part(part))]);
    }

    private static StepWordPart Part(ShellWordPart part) => part switch
    {
        ShellWordPart.Literal literal => new StepWordPart { Text = Text(literal), IsQuoted = literal.IsQuoted },
        ShellWordPart.Parameter parameter => Variable(parameter),
        ShellWordPart.Pattern => throw new NeedsShellException("a pattern stands for names of files"),
        ShellWordPart.Substitution => throw new NeedsShellException("`$( … )` takes a command's output"),
        _ => throw new NeedsShellException("an expansion is a shell's own"),
    };

    private static string Text(ShellWordPart.Literal literal) =>
        !literal.IsQuoted && literal.Text.AsSpan().IndexOfAny("{}!\r") >= 0 ? throw new NeedsShellException("a brace, `!` or carriage return is not quoted") : literal.Text;

    private static StepWordPart Variable(ShellWordPart.Parameter parameter)
    {
        var name = parameter.Name;
        if (name != "?" && !StepBuiltins.IsName(name))
            throw new NeedsShellException($"`${name}` is an argument or state of a shell");
        if (name is not ("PWD" or "HOSTNAME" or "TERM" or "SHELL"))
            CommandLowering.Assignable(name);
        if (parameter.Operator.Length == 0)
            return new StepWordPart { Variable = name, IsQuoted = parameter.IsQuoted };
        if (name == "?" || parameter.Operator is not (":-" or "-" or ":+" or "+" or ":=" or "=" or ":?" or "?"))
            throw new NeedsShellException($"`{parameter.Operator}` cuts a value");
        return new StepWordPart { Variable = name, Operator = parameter.Operator, Argument = Default(parameter), IsQuoted = parameter.IsQuoted };
    }

    // Quotes and blanks within braces mean different things by what is around: only what means one thing is taken.
    private static StepWord Default(ShellWordPart.Parameter parameter)
    {
        var parts = parameter.Argument!.Parts;
        RefuseTilde(parts, inValue: true);
        return new StepWord([.. parts.Select(part => part switch
        {
            ShellWordPart.Literal { IsQuoted: true } => throw new NeedsShellException("quotes are within `${ … }`"),
            ShellWordPart.Literal literal when !parameter.IsQuoted && literal.Text.AsSpan().IndexOfAny(" \t\n\\") >= 0 => throw new NeedsShellException("blanks are within `${ … }` that is not quoted"),
            ShellWordPart.Literal literal => new StepWordPart { Text = Text(literal), IsQuoted = true },
            ShellWordPart.Pattern pattern when parameter.IsQuoted => new StepWordPart { Text = pattern.Character.ToString(), IsQuoted = true },
            ShellWordPart.Parameter inner when parameter.IsQuoted => Variable(inner),
            ShellWordPart.Parameter => throw new NeedsShellException("a variable is within `${ … }` that is not quoted"),
            _ => Part(part),
        })]);
    }

    private static void RefuseTilde(IReadOnlyList<ShellWordPart> parts, bool inValue)
    {
        if ((parts is [ShellWordPart.Literal { IsQuoted: false } first, ..] && first.Text.StartsWith('~'))
            || (parts.OfType<ShellWordPart.Literal>().Any(literal => !literal.IsQuoted && (literal.Text.Contains("=~", StringComparison.Ordinal) || (inValue && literal.Text.Contains('~'))))))
            throw new NeedsShellException("`~` stands for a home directory");
    }
}
