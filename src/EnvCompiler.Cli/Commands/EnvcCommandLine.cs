using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Commands.Services;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Commands;

/// <summary>The command tree, and the one place where failures that no stage explained become messages and exit codes.</summary>
public static class EnvcCommandLine
{
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
        var parsed = Tree(context).Parse(separator < 0 ? arguments : arguments[..separator]);
        if (parsed.Errors.Count > 0)
        {
            var command = CommandPath(parsed);
            userInterface.Report(parsed.Errors.Select(error => CommandLineDiagnostics.Usage(error.Message, command)));
            return ExitCodes.Usage;
        }

        using var interrupt = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
#pragma warning disable CA1031 // The last resort: whatever it is, the person gets a message and a code, not a stack dump and 134.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return context.Fail([Explain(failure)]);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    private static RootCommand Tree(CliContext context)
    {
        var root = new RootCommand("Compiles model-serving environments: manifest, lock, roots, generations, services.")
        {
            new LockCommand(context),
            new BuildCommand(context),
            new ActivateCommand(context),
            new ServicesCommand(context),
            new ChatCommand(context),
            new SchemaCommand(context),
            new VersionCommand(context),
        };
        return root;
    }

    private static Diagnostic Explain(Exception failure) => failure switch
    {
        DiskFullException full => CommandLineDiagnostics.DiskFull(full),
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
