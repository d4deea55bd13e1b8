using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Pipeline.Exporting;

namespace EnvCompiler.Cli.Commands.Exporting;

/// <summary><c>envc export slurm</c>.</summary>
public sealed class ExportSlurmCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<int?> generation = ExportCommand.Generation();
    private readonly Option<string?> target = ExportCommand.Target();
    private readonly Option<string?> name = new("--name") { HelpName = "NAME", Description = "The environment's name in the names of jobs and files (default: its directory's)" };
    private readonly Option<string> output = new("--output", "-o") { HelpName = "DIR", Description = "Write to this directory (default: the current one)", DefaultValueFactory = _ => "." };

    /// <summary>The command.</summary>
    public ExportSlurmCommand(CliContext context)
        : base("slurm", "Scripts for sbatch: one that serves until it is cancelled, and one that runs a command")
    {
        this.context = context;
        output.OfPath();
        foreach (var option in (Option[])[directory, output, name, generation, target, noWait])
            Add(option);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await new GenerationExporter(context, layout) { Name = parsed.GetValue(name) }.OpenAsync(parsed.GetValue(generation), parsed.GetValue(target), cancellation)).TryGet(out var exported, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var place = Path.GetFullPath(parsed.GetValue(output)!);
        var written = new SlurmExporter(context, layout).Write(place, exported, isTargetNamed: parsed.GetValue(target) is not null);
        foreach (var script in written)
            context.UserInterface.Say($"wrote {ShownPath.Of(script)}");
        if (written.Count == 0)
            context.UserInterface.Say($"the scripts in {ShownPath.Of(place)} are up to date");
        return ExitCodes.Done;
    }
}
