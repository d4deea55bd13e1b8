using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>A person's interactive shell.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record UserShell(string Path)
{
    /// <summary>The caller's shell: <c>SHELL</c>, else <c>/bin/sh</c>.</summary>
    public static UserShell Of(IReadOnlyDictionary<string, string> variables) =>
        new(variables.GetValueOrDefault("SHELL") is { Length: > 0 } shell && File.Exists(shell) ? shell : "/bin/sh");

    private string Name => System.IO.Path.GetFileName(Path);

    /// <summary>A warning where this shell gets less than bash and zsh do, or null.</summary>
    public Diagnostic? Limit => Name is "bash" or "zsh" ? null : ActivationDiagnostics.ShellNotSupported(Name);

    /// <summary>The command line and variables that make it read its own start-up files first, then the generation's.</summary>
    internal (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables) Start(PreparedActivation activation)
    {
        var start = System.IO.Path.Combine(activation.Generation.Directory, "shell");
        switch (Name)
        {
            case "bash":
                return ([Name, "--rcfile", System.IO.Path.Combine(start, "bashrc"), "-i"], activation.Variables);
            case "zsh":
                var variables = new Dictionary<string, string>(activation.Variables, StringComparer.Ordinal);
                if (variables.TryGetValue("ZDOTDIR", out var own))
                    variables["ENVC_ZDOTDIR"] = own;
                variables["ZDOTDIR"] = System.IO.Path.Combine(start, "zsh");
                return ([Name, "-i"], variables);
            default:
                return ([Name, "-i"], activation.Variables);
        }
    }

    /// <summary>
    /// What <c>eval "$(envc activate)"</c> runs: it sources the live generation, which sets variables, runs the hook and the profile in the
    /// calling shell.
    /// </summary>
    public static string EvalScript(PreparedActivation activation)
    {
        var directory = Quote(activation.Generation.Layout.Directory);
        return $"ENVC_ENV_DIRECTORY={directory}\n. {directory}/.envc/generations/{activation.Generation.Number}/activate\nunset ENVC_ENV_DIRECTORY\n";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
