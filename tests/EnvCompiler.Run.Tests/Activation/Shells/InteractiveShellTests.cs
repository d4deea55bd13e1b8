using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Shells;

/// <summary><c>envc activate</c> at a real terminal, with start-up files that get in the way.</summary>
public sealed class InteractiveShellTests : IDisposable
{
    private readonly TemporaryDirectory home = new();
    private readonly List<Terminal> terminals = [];

    private readonly BuiltEnvironment environment = new(manifest => manifest with
    {
        Vars = new OrderedDictionary<string, VariableDefinition> { ["WHO"] = new() { Value = "ours" } },
        Hook = new Hook { OnActivate = "export FROM_HOOK=hooked" },
        Profile = new Profile
        {
            Common = "export COMMON=$WHO-common",
            Bash = "OWN=$COMMON-bash",
            Zsh = "OWN=$COMMON-zsh",
            Fish = "set -g OWN $COMMON-fish",
            Deactivate = new Profile { Common = "echo good bye" },
        },
    });

    [Requires("tmux")]
    public void Bash_reads_its_own_files_first_and_the_environment_wins()
    {
        home.Write(".bashrc", "PATH=/usr/bin:/bin; WHO=rc; PS1='own$ '; alias own='echo my own alias'\n");
        Check("bash", "envc [project dir'] own$", "ours|hooked|ours-common-bash|").Type("deactivate", "ended with 0");
    }

    [Requires("tmux", "zsh")]
    public void Zsh_reads_its_own_files_first_and_the_environment_wins()
    {
        home.Write(".zshenv", "ZDOTDIR=$HOME/dots\n");
        home.Write("dots/.zshrc", "PATH=/usr/bin:/bin; WHO=rc; PS1='own%# '; alias own='echo my own alias'\n");
        var terminal = Check("zsh", "envc [project dir'] own", "ours|hooked|ours-common-zsh|");
        Assert.Equal($"at {home.File("dots")}", terminal.Type("echo at $ZDOTDIR", "at "));
        terminal.Type("deactivate", "ended with 0");
    }

    [Requires("tmux", "fish")]
    public void Fish_reads_its_own_files_first_and_the_environment_wins()
    {
        home.Write(".config/fish/config.fish", """
            set -gx PATH /usr/bin /bin
            set -gx WHO rc
            alias own='echo my own alias'
            function fish_prompt; echo -n 'own> '; end
            """);
        Check("fish", "envc [project dir'] own>", "ours|hooked|ours-common-fish|").Type("deactivate", "ended with 0");
    }

    [Requires("tmux", "dash")]
    public void A_posix_shell_reads_its_own_file_first_and_the_environment_wins()
    {
        home.Write("shrc", "PATH=/usr/bin:/bin; WHO=rc; PS1='own$ '; alias own='echo my own alias'\n");
        Check("dash", "envc [project dir'] own$", "ours|hooked||").Type("deactivate", "ended with 0");
    }

    [Requires("tmux")]
    public void The_same_generation_inside_itself_is_refused_and_a_command_is_not()
    {
        var terminal = Start("bash");
        terminal.WaitFor("envc [");
        terminal.Type("envc activate", "hint: leave it with `deactivate` first");
        Assert.Contains("ENVC0532", string.Join('\n', terminal.Screen()), StringComparison.Ordinal);
        terminal.Type("envc activate -- printf 'in%s\\n' side", "inside");
        terminal.Type("exit 7", "ended with 7");
    }

    [Requires("tmux")]
    public void Pure_lets_person_and_terminal_through_and_reads_no_start_up_file()
    {
        home.Write(".bashrc", "echo start-up file\n");
        var terminal = Start("bash", "--pure");
        terminal.Type("echo \"[$LEAK|$HOME|$TERM|$WHO|$FROM_HOOK]\"", $"[|{home.Path}|");
        Assert.EndsWith("|ours|hooked]", terminal.WaitFor($"[|{home.Path}|"), StringComparison.Ordinal);
        Assert.DoesNotContain("start-up file", terminal.Screen());
    }

    [Requires("tmux", "bwrap")]
    public void Enter_takes_the_shell_into_the_root()
    {
        home.Write(".bashrc", "PATH=/elsewhere; alias own='echo my own alias'\n");
        var terminal = Start("bash", "--enter");
        terminal.WaitFor("envc [");
        terminal.Type("cat /etc/stored; echo; echo path $PATH", "path /.envc:");
        Assert.Contains(terminal.Screen(), line => line.StartsWith("stored", StringComparison.Ordinal));
        terminal.Type("own", "my own alias");
        terminal.Type("echo \"with $COMMON\"", "with ours-common");
        terminal.Type("deactivate", "ended with 0");
    }

    [Requires("tmux")]
    public void Evaluated_the_prompt_names_what_is_active_and_comes_back()
    {
        using var inner = new BuiltEnvironment(place: home.File("inner one"));
        inner.PrepareAsync().GetAwaiter().GetResult();
        home.Write(".bashrc", "PS1='first\\nown$ '\n");
        using var terminal = new Terminal(environment.Layout.Directory, Variables("bash"), "/usr/bin/bash", "-i");
        terminal.WaitFor("own$");
        terminal.Type("eval \"$(envc activate)\"", "envc [project dir'] own$");
        terminal.Type($". '{inner.Layout.Directory}/.envc/current/activate'", "envc [inner one project dir'] own$");
        terminal.Type("deactivate; echo left", "left");
        Assert.StartsWith("envc [project dir'] own$", terminal.Screen()[^1], StringComparison.Ordinal);
        terminal.Type("deactivate; echo left again", "left again");
        Assert.StartsWith("own$", terminal.Screen()[^1], StringComparison.Ordinal);
    }

    public void Dispose()
    {
        terminals.ForEach(terminal => terminal.Dispose());
        environment.Dispose();
        home.Dispose();
    }

    private Dictionary<string, string> Variables(string shell) => new(environment.Person)
    {
        ["HOME"] = home.Path, ["SHELL"] = $"/usr/bin/{shell}", ["TERM"] = "xterm", ["ENV"] = home.File("shrc"), ["LEAK"] = "leaked",
    };

    private Terminal Start(string shell, params string[] options)
    {
        var terminal = new Terminal(environment.Layout.Directory, Variables(shell), [BuiltEnvironment.Envc, "activate", .. options]);
        terminals.Add(terminal);
        return terminal;
    }

    private Terminal Check(string shell, string prompt, string expected)
    {
        var terminal = Start(shell);
        terminal.WaitFor(prompt);
        terminal.Type("own", "my own alias");
        terminal.Type("echo \"$WHO|$FROM_HOOK|$OWN|\"", expected);
        var path = shell == "fish" ? "string join : path $PATH" : "echo \"path:$PATH\"";
        var env = Path.Combine(environment.Layout.HostFacts(environment.Host.HostName, environment.Host.UserId), "env", "1", BuiltEnvironment.Cpu.ToString());
        Assert.Equal($"path:{env}/bin:/usr/bin:/bin", terminal.Type(path, "path:/"));
        return terminal;
    }
}
