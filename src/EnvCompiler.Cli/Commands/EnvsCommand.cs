using System.CommandLine;
using System.Text.Json;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Machine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc envs</c>.</summary>
public sealed class EnvsCommand : Command
{
    private readonly CliContext context;
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON array" };

    /// <summary>The command.</summary>
    public EnvsCommand(CliContext context)
        : base("envs", "Lists the environments that use this store; what they need is not collected")
    {
        this.context = context;
        Add(json);
        SetAction((parsed, _) => Task.FromResult(Execute(parsed)));
    }

    private int Execute(ParseResult parsed)
    {
        ListedEnvironment[] listed = [.. context.KnownEnvironments.All().Select(Read)];
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(listed, CliJson.Default.ListedEnvironmentArray));
        else if (listed.Length == 0)
            context.UserInterface.Say("no environment uses this store");
        else
            TextTable.Write(context.UserInterface.Output, [["ENVIRONMENT", "LIVE", "GENERATIONS", "STATE"], .. listed.Select(Row)]);
        return ExitCodes.Done;
    }

    private static ListedEnvironment Read(KnownDirectory known)
    {
        var layout = ManifestLocator.LayoutOf(known.Directory);
        return new ListedEnvironment(known.Directory, known.Presence, GenerationNumbers.Live(layout), GenerationNumbers.All(layout).Count);
    }

    private static string[] Row(ListedEnvironment environment) =>
    [
        environment.Directory, environment.Live is { } live ? $"{live}" : "-", $"{environment.Generations}",
        environment.State switch { Presence.Present => "present", Presence.Gone => "gone", _ => "unreachable" },
    ];
}
