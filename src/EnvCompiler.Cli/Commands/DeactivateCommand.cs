using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc deactivate</c>: no program can change its caller's variables, so it says what can; evaluated, it does it.</summary>
public sealed class DeactivateCommand : Command
{
    /// <summary>The command.</summary>
    public DeactivateCommand(CliContext context)
        : base("deactivate", "Says how to leave the environment that is active in this shell; `eval \"$(envc deactivate)\"` leaves it")
    {
        SetAction(_ =>
        {
            if (Environment.GetEnvironmentVariable("ENVC_ENV_PROJECT") is not { Length: > 0 } project)
                return context.Fail([CommandLineDiagnostics.NothingActive()]);
            if (Console.IsOutputRedirected)
                context.UserInterface.Output.WriteLine("_envc_leave");
            else
                context.UserInterface.Say($"envc: `deactivate` leaves `{project}`: it is a function of this shell, which a program cannot call");
            return ExitCodes.Done;
        });
    }
}
