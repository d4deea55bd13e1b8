using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Run.Activation.Starts;

namespace EnvCompiler.Run.Activation.Shells;

/// <summary>
/// The shell of <c>envc activate</c>: it reads its person's start-up files, then one that envc writes for it alone (<c>shells/PID</c> in the run
/// directory, 0600), which makes the activation's changes again on top of them, runs the profile and sets the prompt.
/// </summary>
/// <param name="activation">The activation.</param>
/// <param name="files">Writes.</param>
internal sealed class ShellStart(PreparedActivation activation, IFileOperations files)
{
    private readonly string directory = activation.Run.ShellFiles(Environment.ProcessId);

    /// <summary>The command line and variables of the shell.</summary>
    /// <param name="shell">The shell.</param>
    /// <param name="own">Whether it reads its person's start-up files.</param>
    internal (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables) Prepare(UserShell shell, bool own)
    {
        var name = Path.GetFileName(shell.Path);
        var variables = new Dictionary<string, string>(activation.Variables, StringComparer.Ordinal);
        Sweep();
        switch (shell.Kind)
        {
            case ShellKind.Bash:
                var bashrc = Write("bashrc", (own ? "[ ! -r ~/.bashrc ] || . ~/.bashrc\n" : "") + Text(ShellKind.Bash));
                return ([name, "--rcfile", bashrc, "-i"], variables);
            case ShellKind.Zsh:
                WriteZsh(own, variables);
                return (own ? [name, "-i"] : [name, "-d", "-i"], variables);
            case ShellKind.Fish:
                var source = "source " + ShellText.Quote(Write("start.fish", Text(ShellKind.Fish)), ShellKind.Fish);
                return (own ? [name, "-i", "-C", source] : [name, "--no-config", "-i", "-C", source], variables);
            case ShellKind.Posix:
                variables["ENV"] = Write("start.sh", OwnFileOfPosix(own) + Text(ShellKind.Posix));
                return ([name, "-i"], variables);
            default:
                return ([name, "-i"], variables);
        }
    }

    /// <summary>A file for bash inside a root, where PATH and variables are what <c>enter</c> made them.</summary>
    internal string PrepareInside(bool own) =>
        Write("bashrc", (own ? "_envc_path=$PATH\n[ ! -r ~/.bashrc ] || . ~/.bashrc\nPATH=$_envc_path\nunset _envc_path\n" : "") + Text(ShellKind.Bash, inside: true));

    // zsh looks for its files in ZDOTDIR, which a person's own .zshenv may set as well.
    private void WriteZsh(bool own, Dictionary<string, string> variables)
    {
        var restore = variables.TryGetValue("ZDOTDIR", out var place) ? $"export ZDOTDIR={ShellText.Quote(place, ShellKind.Zsh)}\n" : "unset ZDOTDIR\n";
        const string read = "[[ ! -r ${ZDOTDIR:-$HOME}/NAME ]] || . \"${ZDOTDIR:-$HOME}/NAME\"\n";
        Write(".zshenv", !own ? "" : restore + read.Replace("NAME", ".zshenv", StringComparison.Ordinal)
            + $"_envc_zdotdir=${{ZDOTDIR-}}\nZDOTDIR={ShellText.Quote(directory, ShellKind.Zsh)}\n");
        Write(".zshrc", (own
            ? "if [[ -n $_envc_zdotdir ]]; then ZDOTDIR=$_envc_zdotdir; else unset ZDOTDIR; fi\nunset _envc_zdotdir\n" + read.Replace("NAME", ".zshrc", StringComparison.Ordinal)
            : restore) + Text(ShellKind.Zsh));
        variables["ZDOTDIR"] = directory;
    }

    private string OwnFileOfPosix(bool own) => activation.Variables.TryGetValue("ENV", out var file)
        ? $"export ENV={ShellText.Quote(file, ShellKind.Posix)}\n{(own ? "[ ! -r \"$ENV\" ] || . \"$ENV\"\n" : "")}"
        : "unset ENV\n";

    /// <summary>Lines that source the environment's profile: <c>common</c>, then the shell's own.</summary>
    internal string Profile(ShellKind shell) =>
        string.Concat(ProfileFiles(shell).Where(File.Exists).Select(file => $". {ShellText.Quote(file, shell)}\n"));

    private string Text(ShellKind shell, bool inside = false)
    {
        var generation = activation.Generation.Directory;
        var home = ShellText.Quote(generation, shell);
        return (shell == ShellKind.Fish
                ? $"source {home}/shell/functions.fish\n_envc_push {home}\nset -g _envc_shell_depth $_envc_depth\n"
                : $". {home}/shell/functions.sh\n_envc_push {home}\n_envc_shell_depth=$_envc_depth\n")
            + (inside ? "" : string.Concat(OuterShims().Select(place => KeepInPath(place, shell))) + ShellText.Of(activation.Changes, shell))
            + Profile(shell)
            + "_envc_prompt\n";
    }

    private IEnumerable<string> ProfileFiles(ShellKind shell)
    {
        var profile = Path.Combine(activation.Generation.Directory, "profile");
        yield return Path.Combine(profile, "common");
        if (shell is ShellKind.Bash or ShellKind.Zsh or ShellKind.Fish)
            yield return Path.Combine(profile, shell.ToString().ToLowerInvariant());
    }

    // Start-up files that set PATH anew lose the environments around this one as well.
    private IEnumerable<string> OuterShims() =>
        activation.Variables["ENVC_ENV_DIRS"].Split(':').Skip(1).Reverse().Select(environment => $"{environment}/bin");

    private static string KeepInPath(string place, ShellKind shell)
    {
        var quoted = ShellText.Quote(place, shell);
        return shell == ShellKind.Fish
            ? $"contains -- {quoted} $PATH; or set -gx PATH {quoted} $PATH\n"
            : $"case :$PATH: in *:{quoted}:*) ;; *) PATH={quoted}${{PATH:+:$PATH}} ;; esac\n";
    }

    private string Write(string name, string text)
    {
        files.CreateDirectory(Path.GetDirectoryName(directory)!, FileWriter.PrivateDirectory);
        files.CreateDirectory(directory, FileWriter.PrivateDirectory);
        var path = Path.Combine(directory, name);
        files.Unlink(path);
        using var file = files.CreateNew(path, FileWriter.Private);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }

    // Of shells that have ended.
    private void Sweep()
    {
        var shells = Path.GetDirectoryName(directory)!;
        if (!Directory.Exists(shells))
            return;
        var running = new ActivationRecords(activation.Run).Running();
        foreach (var other in Directory.GetDirectories(shells))
        {
            if (running.All(each => each.Pid.ToString(CultureInfo.InvariantCulture) != Path.GetFileName(other)))
                DirectoryTree.Delete(files, other);
        }
    }
}
