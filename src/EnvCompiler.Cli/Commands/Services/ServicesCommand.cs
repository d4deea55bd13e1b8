using System.CommandLine;

namespace EnvCompiler.Cli.Commands.Services;

/// <summary><c>envc services …</c>.</summary>
public sealed class ServicesCommand : Command
{
    /// <summary>The command and its verbs.</summary>
    public ServicesCommand(CliContext context)
        : base("services", "Starts, stops and shows the services of an environment")
    {
        Add(new StartServicesCommand(context));
        Add(new StopServicesCommand(context));
        Add(new RestartServicesCommand(context));
        Add(new ReloadServicesCommand(context));
        Add(new ServicesStatusCommand(context));
        Add(new ServicesTopCommand(context));
        Add(new ServicesLogsCommand(context));
        Add(new ServicesMetricsCommand(context));
    }

    internal static Argument<string[]> Names() => new("name")
    {
        Description = "Services (default: all)",
        Arity = ArgumentArity.ZeroOrMore,
    };

    internal static IReadOnlyList<string>? NullWhenEmpty(string[]? names) => names is { Length: > 0 } ? names : null;
}
