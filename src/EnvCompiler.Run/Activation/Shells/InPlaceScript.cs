using System.Globalization;
using EnvCompiler.Run.Activation.Starts;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>What is printed for a shell of a person's own to evaluate.</summary>
public static class InPlaceScript
{
    /// <summary>
    /// <c>eval "$(envc activate)"</c>, <c>envc activate | source</c>: sources the generation, which sets variables, starts or attaches, and runs
    /// the profile in that shell.
    /// </summary>
    /// <param name="activation">The generation and host.</param>
    /// <param name="shell">Language.</param>
    /// <param name="program">Absolute path of this envc: it need not be on PATH.</param>
    public static string Source(PreparedActivation activation, ShellKind shell, string program)
    {
        var project = ShellText.Quote(activation.Generation.Layout.Directory, shell);
        var number = activation.Generation.Number.ToString(CultureInfo.InvariantCulture);
        var envc = ShellText.Quote(program, shell);
        return shell switch
        {
            ShellKind.Fish => $"set -g _envc_program {envc}\nsource {project}/.envc/generations/{number}/activate.fish\nset -e _envc_program\n",
            // Without functions there is nothing to source.
            ShellKind.Tcsh => $"eval \"`{envc} activate --attach $$ --generation {number} --shell tcsh -d {project}`\";\n",
            _ => $"_envc_program={envc}\nENVC_ENV_DIRECTORY={project}\n. {project}/.envc/generations/{number}/activate\nunset ENVC_ENV_DIRECTORY\n",
        };
    }

    /// <summary>What the sourced generation then asks for: the changes, and the record that the shell takes back when it leaves.</summary>
    /// <param name="activation">Activated, for that shell's pid.</param>
    /// <param name="shell">Language.</param>
    /// <param name="before">The shell's variables before.</param>
    /// <param name="user">That shell.</param>
    public static string Changes(
        PreparedActivation activation, ShellKind shell, IReadOnlyDictionary<string, string> before, ActivationUser user)
    {
        var record = activation.Run.Activation(user.Pid);
        return shell == ShellKind.Tcsh
            ? TcshText.Of(activation, before, record)
            : ShellText.Of(activation.Changes, shell) + $"_envc_counted {ShellText.Quote(record, shell)}\n";
    }
}
