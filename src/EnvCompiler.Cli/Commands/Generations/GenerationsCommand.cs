using System.CommandLine;

namespace EnvCompiler.Cli.Commands.Generations;

/// <summary><c>envc generations …</c>.</summary>
public sealed class GenerationsCommand : Command
{
    /// <summary>The command and its verbs.</summary>
    public GenerationsCommand(CliContext context)
        : base("generations", "Shows the generations of an environment, how they came about, and what they differ in")
    {
        Add(new ListGenerationsCommand(context));
        Add(new GenerationsHistoryCommand(context));
        Add(new DiffGenerationsCommand(context));
    }
}
