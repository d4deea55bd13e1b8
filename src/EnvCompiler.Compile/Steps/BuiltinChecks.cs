using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Steps;

/// <summary>Whether a command is a program's, or a builtin in a form that steps do.</summary>
internal static class BuiltinChecks
{
    internal static void Check(StepWord first, IReadOnlyList<StepWord> words, bool hasVariables)
    {
        if (first.Literal is not { } name)
        {
            // A builtin of that name would be found as it is expanded.
            if (!first.Parts.Any(part => part.Text?.Contains('/') == true))
                throw new NeedsShellException("the command's name is a variable's value");
            return;
        }

        if (ShellNames.Words.Contains(name) || name.Length == 0)
            throw new NeedsShellException($"`{name}` is a shell's own command");
        if (!StepBuiltins.Names.Contains(name))
            return;
        if (hasVariables)
            throw new NeedsShellException($"variables are set for `{name}`, which is a shell's own command");
        if (Problem(name, [.. words.Skip(1)]) is { } problem)
            throw new NeedsShellException(problem);
    }

    private static string? Problem(string name, IReadOnlyList<StepWord> arguments) => name switch
    {
        "exec" => arguments is [] || Dashed(arguments[0]) || arguments[0].Literal is not { Length: > 0 } program || ShellNames.Words.Contains(program) && !IsAlsoProgram(program)
            ? "`exec` has no command, an option, or one that is a variable's value" : null,
        "export" => arguments is [] || arguments.Any(word => !IsExported(word)) ? "`export` has an option or a name that is no name" : null,
        "unset" => arguments.Any(word => word.Literal is not { } one || !StepBuiltins.IsName(one) || ShellNames.Special.Contains(one)) ? "`unset` has an option or a name that is no name" : null,
        "set" => arguments.Count == 0 || arguments.Any(word => word.Literal is null) || !IsOptions([.. arguments.Select(word => word.Literal!)]) ? "`set` has options other than `e`, `u` and `pipefail`" : null,
        "cd" => arguments is not [var place] || IsOpen(place) || Dashed(place) ? "`cd` has no directory of its own word" : null,
        "mkdir" => arguments.SkipWhile(word => word.Literal is "-p" or "--parents").ToArray() is not [_, ..] places || places.Any(word => Dashed(word) || StartsOpen(word)) ? "`mkdir` has an option other than `-p`" : null,
        "echo" => arguments is [var text, ..] && (Dashed(text) || StartsOpen(text)) ? "`echo` has an option" : null,
        "exit" => arguments.Count > 1 || arguments is [{ Literal: { } code }] && !byte.TryParse(code, out _) ? "`exit` has no number" : null,
        "[" => arguments is not [.., { Literal: "]" }] || HasCompound(arguments) ? "`[` has `-a`, `-o` or parentheses, or no end" : null,
        "test" => HasCompound(arguments) ? "`test` has `-a`, `-o` or parentheses" : null,
        _ => null,
    };

    private static bool IsAlsoProgram(string name) => name is "printf" or "kill" or "pwd" or "time";

    private static bool IsExported(StepWord word) => StepBuiltins.IsAssignment(word, out var name, out _)
        ? CommandLowering.Assignable(name).Length > 0
        : word.Literal is { } plain && StepBuiltins.IsName(plain) && CommandLowering.Assignable(plain).Length > 0;

    private static bool IsOptions(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Length < 2 || word[0] is not ('-' or '+') || word.AsSpan(1).IndexOfAnyExcept("euo") >= 0 || word.AsSpan(1).Count('o') > 1)
                return false;
            if (word.Contains('o') && (++i == words.Count || words[i] != "pipefail"))
                return false;
        }

        return true;
    }

    private static bool HasCompound(IReadOnlyList<StepWord> arguments) =>
        arguments.Any(word => word.Literal is "-a" or "-o" or "(" or ")" or "-nt" or "-ot" or "-ef" or "-v" or "-R" or "-t" or "=~" or "<" or ">");

    private static bool Dashed(StepWord word) => word.Parts is [{ Text: { } text }, ..] && text.StartsWith('-');

    // The value of a variable begins it, which may be an option.
    private static bool StartsOpen(StepWord word) => word.Parts is [{ Variable: not null, IsQuoted: false }] || word.Parts.Count == 0;

    private static bool IsOpen(StepWord word) => word.Parts.Any(part => part is { Variable: not null, IsQuoted: false });
}
