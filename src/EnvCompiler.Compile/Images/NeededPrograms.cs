using EnvCompiler.Compile.Contained;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Images;

/// <summary>The programs that the commands and engines of a contained environment run: base packages bring some of them, and images have no base.</summary>
public static class NeededPrograms
{
    /// <summary>The shell of commands that cannot be lowered.</summary>
    public const string Shell = "bash";

    /// <summary>All of them.</summary>
    /// <param name="files">The environment.</param>
    /// <param name="find">The backend of a name, or null.</param>
    public static IReadOnlyList<NeededProgram> Of(ContainedFiles files, Func<string, BackendDefinition?> find)
    {
        var programs = new List<NeededProgram>();
        foreach (var command in files.WithShell)
            programs.Add(new NeededProgram(Shell, $"{command.What} needs a shell: {command.Reason}", IsRequired: true));
        var environment = files.Environment;
        foreach (var (name, service) in environment.Services.Services)
        {
            if (service.Backend is null || find(service.Backend) is not { } backend)
                continue;
            programs.Add(new NeededProgram(backend.Server, $"`services.{name}` is a service of `{backend.Name}`", IsRequired: true));
            foreach (var need in backend.Needs ?? [])
                programs.Add(new NeededProgram(need, $"`{backend.Name}` needs it", IsRequired: true));
        }

        foreach (var command in environment.Commands.Append(environment.OnActivate).Append(environment.OnDeactivate))
        {
            if (command?.Steps is { } steps)
                programs.AddRange(ProgramsOf(steps).Select(program => new NeededProgram(program, $"`{FirstLine(command.Text)}` runs it", IsRequired: false)));
        }

        return [.. programs.Distinct()];
    }

    private static IEnumerable<string> ProgramsOf(Step step) => step switch
    {
        Step.Sequence sequence => sequence.Steps.SelectMany(ProgramsOf),
        Step.Both both => ProgramsOf(both.First).Concat(ProgramsOf(both.Second)),
        Step.Either either => ProgramsOf(either.First).Concat(ProgramsOf(either.Second)),
        Step.Not not => ProgramsOf(not.Inner),
        Step.If condition => ProgramsOf(condition.Condition).Concat(ProgramsOf(condition.Then)).Concat(condition.Otherwise is { } otherwise ? ProgramsOf(otherwise) : []),
        Step.Run run => ProgramOf([.. run.Words.Select(word => word.Literal)]),
        _ => [],
    };

    // `exec PROGRAM` runs what follows it.
    private static IEnumerable<string> ProgramOf(IReadOnlyList<string?> words) => words switch
    {
        ["exec", { } program, ..] => [program],
        [{ } program, ..] when !StepBuiltins.Names.Contains(program) => [program],
        _ => [],
    };

    private static string FirstLine(string text) => text.Trim().Split('\n')[0];
}
