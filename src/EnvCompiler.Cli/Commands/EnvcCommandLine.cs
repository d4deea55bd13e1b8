using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Commands.Exporting;
using EnvCompiler.Cli.Commands.Generations;
using EnvCompiler.Cli.Commands.Includes;
using EnvCompiler.Cli.Commands.Services;
using EnvCompiler.Cli.Commands.Store;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Commands;

/// <summary>The command tree, and the one place where failures that no stage explained become messages and exit codes.</summary>
public static class EnvcCommandLine
{
    private const string Purpose = "Compiles model-serving environments: manifest, lock, roots, generations, services.";

    private static readonly string[] s_names = ["init", "search", "show", "list", "explain", "inspect", "install", "uninstall", "lock", "include", "scripts", "upgrade", "build", "publish", "containerize", "activate", "deactivate", "generations", "export", "rollback", "switch", "push", "pull", "status", "gpu", "doctor", "services", "chat", "gc", "store", "envs", "config", "schema", "version"];

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">argv without the program. What follows the first <c>--</c> is a command and never parsed by us.</param>
    /// <param name="userInterface">Where to talk.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, UserInterface userInterface)
    {
        var separator = Array.IndexOf(arguments, "--");
        var context = new CliContext(userInterface, arguments)
        {
            CommandTail = separator < 0 ? null : arguments[(separator + 1)..],
        };
        try
        {
            return await RunAsync(context, separator < 0 ? arguments : arguments[..separator]);
        }
#pragma warning disable CA1031 // The last resort: whatever it is, the person gets a message and a code, not a stack dump and 134.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return context.Fail([Explain(failure)]);
        }
    }

    private static async Task<int> RunAsync(CliContext context, string[] ours)
    {
        var parsed = Tree(context, ours).Parse(ours);
        if (parsed.Errors.Count > 0)
        {
            var command = CommandPath(parsed);
            context.UserInterface.Report(parsed.Errors.Select(error => CommandLineDiagnostics.Usage(error.Message, command)));
            return ExitCodes.Usage;
        }

        // Ctrl-C ends the process as any program: a crash at any instant is safe, so there is nothing to tidy up first.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.UserInterface.Output,
            Error = context.UserInterface.Error,
        };
        return await parsed.InvokeAsync(invocation, CancellationToken.None);
    }

    // Only the command that is meant is made; all of them when that is not clear, for help and for errors. A root that can help reads resources when it
    // is made, a sixth of the time that a start takes.
    private static Command Tree(CliContext context, string[] arguments)
    {
        var meant = arguments is [var name, ..] ? Make(name, context) : null;
        var root = meant is null || arguments.Any(MayAskForHelp) ? new RootCommand(Purpose) : new Command("envc", Purpose);
        if (meant is not null)
            root.Add(meant);
        else
            Array.ForEach(s_names, each => root.Add(Make(each, context)!));
        return root;
    }

    // Among other short options too, or in a response file.
    private static bool MayAskForHelp(string argument) => argument switch
    {
        "--help" or "/h" or "/?" or ['@', ..] => true,
        ['-', not '-', ..] => argument.AsSpan().ContainsAny('h', '?'),
        _ => false,
    };

    private static Command? Make(string name, CliContext context) => name switch
    {
        "init" => new InitCommand(context),
        "search" => new SearchCommand(context),
        "show" => new ShowCommand(context),
        "list" => new ListCommand(context),
        "install" => new InstallCommand(context),
        "uninstall" => new UninstallCommand(context),
        "explain" => new ExplainCommand(context),
        "inspect" => new InspectCommand(context),
        "lock" => new LockCommand(context),
        "include" => new IncludeCommand(context),
        "scripts" => new ScriptsCommand(context),
        "upgrade" => new UpgradeCommand(context),
        "build" => new BuildCommand(context),
        "publish" => new PublishCommand(context),
        "containerize" => new ContainerizeCommand(context),
        "activate" => new ActivateCommand(context),
        "deactivate" => new DeactivateCommand(context),
        "generations" => new GenerationsCommand(context),
        "export" => new ExportCommand(context),
        "push" => new PushCommand(context),
        "pull" => new PullCommand(context),
        "rollback" => new RollbackCommand(context),
        "switch" => new SwitchCommand(context),
        "status" => new StatusCommand(context),
        "gpu" => new GpuCommand(context),
        "doctor" => new DoctorCommand(context),
        "services" => new ServicesCommand(context),
        "chat" => new ChatCommand(context),
        "gc" => new GcCommand(context),
        "store" => new StoreCommand(context),
        "envs" => new EnvsCommand(context),
        "config" => new ConfigCommand(context),
        "schema" => new SchemaCommand(context),
        "version" => new VersionCommand(context),
        _ => null,
    };

    private static Diagnostic Explain(Exception failure) => failure switch
    {
        // Of work on several things at once.
        AggregateException { InnerException: { } first } => Explain(first),
        DiskFullException full => CommandLineDiagnostics.DiskFull(full),
        DamagedFileException damaged => CommandLineDiagnostics.DamagedFile(damaged),
        UnauthorizedAccessException denied => CommandLineDiagnostics.PermissionDenied(denied),
        IOException io => CommandLineDiagnostics.InputOutput(io),
        _ => CommandLineDiagnostics.Bug(failure),
    };

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Command is RootCommand ? "envc" : result.Command.Name);
        return string.Join(' ', names);
    }
}
