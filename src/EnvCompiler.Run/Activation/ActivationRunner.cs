using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation.Shells;

namespace EnvCompiler.Run.Activation;

/// <summary>The ways to use an activation; each replaces this process, so that pid, terminal and signals stay what the caller has.</summary>
/// <param name="activation">The activation.</param>
/// <param name="files">Writes a shell's start-up file.</param>
public sealed class ActivationRunner(PreparedActivation activation, IFileOperations files)
{
    /// <summary>Runs a command in the default group's root; returns only when it cannot be run.</summary>
    /// <param name="command">The command and its arguments.</param>
    public Diagnostic RunCommand(IReadOnlyList<string> command)
    {
        if (!new CommandResolver(activation).Resolve(command[0]).TryGet(out _, out var problems))
            return problems[0];
        Exec.Replace(activation.EnterPath, ["enter", activation.Spec.DefaultGroup!, .. command], activation.Variables);
        throw new InvalidOperationException("exec returned");
    }

    /// <summary>Runs a line of bash in the default group's root, after the profile; returns only when it cannot be run.</summary>
    public Diagnostic RunLine(string line) => RunCommand(["bash", "-c", new ShellStart(activation, files).Profile(ShellKind.Bash) + line]);

    /// <summary>Becomes the person's own shell, outside the root, with the environment on top of their own start-up files.</summary>
    /// <param name="shell">The shell to become.</param>
    /// <param name="own">Whether it reads those files.</param>
    public void RunShell(UserShell shell, bool own)
    {
        var (arguments, variables) = new ShellStart(activation, files).Prepare(shell, own);
        Exec.Replace(shell.Path, arguments, variables);
    }

    /// <summary>Becomes bash inside the default group's root; returns only when that has none.</summary>
    /// <param name="own">Whether it reads the person's start-up files.</param>
    public Diagnostic RunShellInside(bool own)
    {
        if (!new CommandResolver(activation).Resolve("bash").Ok)
            return ActivationDiagnostics.NoShellInRoot(activation.Spec.DefaultGroup!);
        return RunCommand(["bash", "--rcfile", new ShellStart(activation, files).PrepareInside(own), "-i"]);
    }

    /// <summary>The exit code that a failed <see cref="RunCommand"/> stands for: 127 not found, 126 not executable, else 125.</summary>
    public static int ExitCodeOf(Diagnostic problem) => problem.Code switch
    {
        ActivationDiagnostics.CommandNotFoundCode => 127,
        ActivationDiagnostics.CommandNotExecutableCode => 126,
        _ => 125,
    };
}
