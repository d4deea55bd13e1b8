using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli;

/// <summary>One table for all commands (docs/commands.md). Codes are never reused, so scripts can rely on them.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The user's input or environment is at fault; a diagnostic says what.</summary>
    public const int UserFault = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something failed that the user did not cause: network, disk, registry.</summary>
    public const int OutsideFault = 3;

    /// <summary><c>activate -- CMD</c>: envc itself failed, as opposed to the command.</summary>
    public const int ActivationFailed = 125;

    /// <summary>The code of a run that reported these diagnostics: the user's fault outweighs the outside's.</summary>
    public static int Of(IEnumerable<Diagnostic> diagnostics)
    {
        var code = Done;
        foreach (var diagnostic in diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error))
        {
            if (diagnostic.Fault == Fault.User)
                return UserFault;
            code = OutsideFault;
        }

        return code;
    }
}
