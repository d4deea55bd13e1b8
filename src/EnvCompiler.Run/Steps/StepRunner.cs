using EnvCompiler.Host.Files;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Run.Steps;

/// <summary>Does the steps of a lowered command as bash would do its text.</summary>
public sealed class StepRunner
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    private readonly IStepHost host;
    private readonly StepState state;
    private readonly StepExpansion expansion;
    private readonly StepCommands commands;
    private bool stays;

    /// <summary>A runner of one command.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="variables">What the command starts with; all are exported.</param>
    /// <param name="directory">Absolute working directory.</param>
    public StepRunner(IStepHost host, IReadOnlyDictionary<string, string> variables, string directory)
    {
        this.host = host;
        state = new StepState(variables, directory);
        expansion = new StepExpansion(state, host);
        commands = new StepCommands(state, expansion, host);
    }

    /// <summary>Does all of it.</summary>
    /// <returns>Its status. It does not return where the last step is a program that takes this process's place.</returns>
    public int Run(Step step)
    {
        try
        {
            return Do(step, isLast: true, isTested: false);
        }
        catch (StepEndedException end)
        {
            return end.Status;
        }
    }

    /// <summary>Does all of it and stays, for what it leaves to others: a hook's variables.</summary>
    public StepOutcome RunAndStay(Step step)
    {
        stays = true;
        try
        {
            return Outcome(Do(step, isLast: false, isTested: false), endedEarly: false);
        }
        catch (StepEndedException end)
        {
            return Outcome(end.Status, endedEarly: true);
        }
    }

    private StepOutcome Outcome(int status, bool endedEarly) => new(status, endedEarly, state.VariablesOf([]));

    // Tested: its failure is looked at, so `set -e` does not end at it.
    private int Do(Step step, bool isLast, bool isTested)
    {
        switch (step)
        {
            case Step.Sequence sequence:
                for (var i = 0; i < sequence.Steps.Count; i++)
                    state.Status = Do(sequence.Steps[i], isLast && i == sequence.Steps.Count - 1, isTested);
                return state.Status;
            case Step.Both both:
                state.Status = Do(both.First, isLast: false, isTested: true);
                return state.Status == 0 ? Do(both.Second, isLast, isTested) : state.Status;
            case Step.Either either:
                state.Status = Do(either.First, isLast: false, isTested: true);
                return state.Status == 0 ? 0 : Do(either.Second, isLast, isTested);
            case Step.Not not:
                return state.Status = Do(not.Inner, isLast: false, isTested: true) == 0 ? 1 : 0;
            case Step.If branches:
                state.Status = Do(branches.Condition, isLast: false, isTested: true);
                var chosen = state.Status == 0 ? branches.Then : branches.Otherwise;
                return state.Status = chosen is null ? 0 : Do(chosen, isLast, isTested);
            case Step.Run run:
                state.Status = DoRun(run, isLast);
                return state.Status != 0 && state.EndsAtFailure && !isTested ? throw new StepEndedException(state.Status) : state.Status;
            default:
                throw new InvalidOperationException($"no such step: {step}");
        }
    }

    private int DoRun(Step.Run run, bool isLast)
    {
        if (run.Words is [var first, ..] && first.Literal is { } name && StepBuiltins.Names.Contains(name))
            return name == "exec" ? Start(expansion.Fields(run.Words.Skip(1)), [], replaces: true) : commands.Do(name, [.. run.Words.Skip(1)]);
        var fields = expansion.Fields(run.Words);
        var own = run.Variables.Select(each => KeyValuePair.Create(each.Name, expansion.Value(each.Value))).ToList();
        if (fields.Count > 0)
            return Start(fields, own, replaces: isLast);
        foreach (var (variable, value) in own)
            state[variable] = value;
        return 0;
    }

    private int Start(List<string> fields, List<KeyValuePair<string, string>> own, bool replaces)
    {
        var variables = state.VariablesOf(own);
        var path = own.LastOrDefault(each => each.Key == "PATH").Value ?? state["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        var (program, problem) = Find(fields[0], path);
        if (program is null)
        {
            host.Complain($"{fields[0]}: {(problem == NotFound ? "command not found" : "cannot be executed")}");
            return replaces ? throw new StepEndedException(problem) : problem;
        }

        if (!replaces)
            return host.Run(program, fields, variables, state.Directory);
        throw new StepEndedException(stays ? host.Run(program, fields, variables, state.Directory) : host.Become(program, fields, variables, state.Directory));
    }

    private (string? Program, int Problem) Find(string command, string path)
    {
        if (command.Contains('/'))
            return Check(Path.Combine(state.Directory, command));
        var problem = NotFound;
        foreach (var directory in path.Split(':'))
        {
            var (program, why) = Check(Path.Combine(state.Directory, directory, command));
            if (program is not null)
                return (program, 0);
            problem = Math.Min(problem, why);
        }

        return (null, problem);
    }

    private static (string? Program, int Problem) Check(string path) => FileStatus.TryOf(path) switch
    {
        null => (null, NotFound),
        { IsRegular: true } when FileStatus.MayExecute(path) => (path, 0),
        _ => (null, NotExecutable),
    };
}
