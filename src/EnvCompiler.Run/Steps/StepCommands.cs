using EnvCompiler.Host.Files;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Run.Steps;

/// <summary>What needs no program (<see cref="StepBuiltins"/>), but <c>exec</c>.</summary>
internal sealed class StepCommands(StepState state, StepExpansion expansion, IStepHost host)
{
    private const int Misused = 2;

    internal int Do(string name, IReadOnlyList<StepWord> words) => name switch
    {
        ":" or "true" => Discard(words, 0),
        "false" => Discard(words, 1),
        "export" => Export(words),
        "unset" => Unset(words),
        "set" => Set([.. words.Select(word => word.Literal!)]),
        "cd" => ChangeDirectory(expansion.Value(words[0])),
        "mkdir" => MakeDirectories(words.Any(word => word.Literal is "-p" or "--parents"), expansion.Fields(words.SkipWhile(word => word.Literal is "-p" or "--parents"))),
        "echo" => Echo(expansion.Fields(words)),
        "exit" => throw new StepEndedException(ExitStatus(expansion.Fields(words))),
        "test" => Test("test", expansion.Fields(words)),
        "[" => Test("[", expansion.Fields(words.SkipLast(1))),
        _ => throw new InvalidOperationException($"no such command: {name}"),
    };

    // An expansion may end it, or give a default.
    private int Discard(IReadOnlyList<StepWord> words, int status)
    {
        expansion.Fields(words);
        return status;
    }

    private int Export(IReadOnlyList<StepWord> words)
    {
        foreach (var word in words)
        {
            var name = word.Literal;
            if (StepBuiltins.IsAssignment(word, out var assigned, out var value))
                state[name = assigned] = expansion.Value(value);
            state.Export(name!);
        }

        return 0;
    }

    private int Unset(IReadOnlyList<StepWord> words)
    {
        foreach (var word in words)
            state.Unset(word.Literal!);
        return 0;
    }

    private int Set(string[] options)
    {
        foreach (var option in options)
        {
            if (option.Length == 0 || option[0] is not ('-' or '+'))
                continue;
            if (option.Contains('e'))
                state.EndsAtFailure = option[0] == '-';
            if (option.Contains('u'))
                state.RefusesUnset = option[0] == '-';
        }

        return 0;
    }

    private int ChangeDirectory(string place)
    {
        var target = Path.GetFullPath(place, state.Directory);
        if (place.Length > 0 && FileStatus.TryOf(target) is not { IsDirectory: true })
        {
            host.Complain($"cd: {place}: {(File.Exists(target) ? "Not a directory" : "No such file or directory")}");
            return 1;
        }

        if (place.Length > 0)
            state.Directory = target;
        return 0;
    }

    private int MakeDirectories(bool withParents, List<string> places)
    {
        var status = 0;
        foreach (var place in places)
        {
            var target = Path.GetFullPath(place.Length == 0 ? throw Missing() : place, state.Directory);
            try
            {
                if (withParents ? File.Exists(target) : Path.Exists(target))
                    status = Complain($"mkdir: cannot create directory `{place}`: File exists");
                else if (!withParents && !Directory.Exists(Path.GetDirectoryName(target)))
                    status = Complain($"mkdir: cannot create directory `{place}`: No such file or directory");
                else
                    Directory.CreateDirectory(target);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                status = Complain($"mkdir: cannot create directory `{place}`: {e.Message}");
            }
        }

        return places.Count == 0 ? Complain("mkdir: missing operand") : status;

        StepEndedException Missing()
        {
            Complain("mkdir: cannot create directory ``: No such file or directory");
            return new StepEndedException(1);
        }
    }

    private int Echo(List<string> fields)
    {
        host.Write(string.Join(' ', fields) + "\n");
        return 0;
    }

    private int ExitStatus(List<string> fields) => fields switch
    {
        [] => state.Status,
        [var text] when long.TryParse(text, out var number) => (int)(number & 0xFF),
        _ => Complain($"exit: {fields[0]}: numeric argument required", Misused),
    };

    private int Test(string name, List<string> fields) => new StepTest(state.Directory).Evaluate([.. fields]) switch
    {
        true => 0,
        false => 1,
        null => Complain($"{name}: {string.Join(' ', fields)}: no expression that can be judged", Misused),
    };

    private int Complain(string problem, int status = 1)
    {
        host.Complain(problem);
        return status;
    }
}
