using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>A person's shell.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record UserShell(string Path)
{
    /// <summary>Its language.</summary>
    public ShellKind Kind => KindOf(System.IO.Path.GetFileName(Path));

    /// <summary>A warning where this shell gets less than others do, or null.</summary>
    public Diagnostic? Limit => Kind is ShellKind.Tcsh or ShellKind.Other
        ? ActivationDiagnostics.ShellNotSupported(System.IO.Path.GetFileName(Path))
        : null;

    /// <summary>The shell to start: <c>SHELL</c>, else <c>/bin/sh</c>.</summary>
    public static UserShell ToStart(IReadOnlyDictionary<string, string> variables) =>
        new(variables.GetValueOrDefault("SHELL") is { Length: > 0 } shell && File.Exists(shell) ? shell : "/bin/sh");

    /// <summary>
    /// The language of the shell that evaluates envc's output. 1. The first shell among this process's parents, at most three up (a script that
    /// calls envc may run it under <c>env</c> or <c>sudo</c>). 2. <c>SHELL</c>. 3. POSIX.
    /// </summary>
    public static ShellKind Evaluating(IReadOnlyDictionary<string, string> variables)
    {
        var pid = Environment.ProcessId;
        for (var i = 0; i < 3 && ProcessTable.Find(pid) is { Parent: > 1 and var parent }; i++)
        {
            if (NameOf(parent) is { } name && KindOf(name) is not ShellKind.Other and var kind)
                return kind;
            pid = parent;
        }

        return KindOf(System.IO.Path.GetFileName(variables.GetValueOrDefault("SHELL", "sh"))) is not ShellKind.Other and var own ? own : ShellKind.Posix;
    }

    /// <summary>By a program's name.</summary>
    public static ShellKind KindOf(string name) => name.TrimStart('-') switch
    {
        "bash" => ShellKind.Bash,
        "zsh" => ShellKind.Zsh,
        "sh" or "dash" or "ash" or "ksh" or "ksh93" or "mksh" or "yash" => ShellKind.Posix,
        "fish" => ShellKind.Fish,
        "tcsh" or "csh" => ShellKind.Tcsh,
        _ => ShellKind.Other,
    };

    private static string? NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
