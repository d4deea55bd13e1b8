using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Shells;

/// <summary>Environments that are activated and left in one and the same shell.</summary>
public sealed class InPlaceTests
{
    public static TheoryData<string> PosixShells => [.. new[] { "dash", "bash", "zsh" }.Where(shell => File.Exists($"/usr/bin/{shell}"))];

    public static TheoryData<string> ShellsThatShowFunctions => [.. new[] { "bash", "zsh" }.Where(shell => File.Exists($"/usr/bin/{shell}"))];

    [Theory]
    [MemberData(nameof(PosixShells))]
    public async Task An_inner_environment_leaves_and_the_outer_one_is_intact(string shell)
    {
        using var outer = new BuiltEnvironment(manifest => With(manifest, "outer"));
        using var inner = new BuiltEnvironment(manifest => With(manifest, "inner"));
        await outer.PrepareAsync();
        await inner.PrepareAsync();
        var output = await outer.RunAsync($"/usr/bin/{shell}", ["-c", """
            activate() { ENVC_ENV_DIRECTORY=$1; . "$1/.envc/current/activate"; unset ENVC_ENV_DIRECTORY; }
            before=$(env | grep -v ^_= | sort)
            activate "$1"
            one=$(env | grep -v ^_= | sort)
            activate "$2"
            echo "$WHO $ENVC_ENV_PROJECT"
            case $PATH in "$ENVC_ENV/bin:$1/.envc/hosts/"*"/bin:/usr/local/bin:/usr/bin:/bin") echo "newest first" ;; *) echo "$PATH" ;; esac
            case $ENVC_ENV_DIRS in "$2"/*:"$1"/*) echo "both" ;; esac
            deactivate
            [ "$one" = "$(env | grep -v ^_= | sort)" ] && echo "outer is intact: $WHO"
            deactivate
            [ "$before" = "$(env | grep -v ^_= | sort)" ] && echo "all is as before: ${WHO-unset}"
            command -v deactivate || set | grep -a '^_envc'
            """, shell, outer.Layout.Directory, inner.Layout.Directory]);
        Assert.Equal(
            ($"inner {inner.Layout.Directory}\nnewest first\nboth\nouter is intact: outer\nall is as before: unset\n", ""), (output.Output, output.Error));
    }

    [Theory]
    [MemberData(nameof(PosixShells))]
    public async Task What_the_person_changed_since_stays_and_lists_lose_the_environments_own(string shell)
    {
        using var environment = new BuiltEnvironment(manifest => With(manifest, "ours") with
        {
            Vars = new OrderedDictionary<string, VariableDefinition>
            {
                ["WHO"] = new() { Value = "ours" }, ["OTHER"] = new() { Value = "ours" }, ["GONE"] = new() { Value = "ours" },
            },
        });
        await environment.PrepareAsync();
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", """
            OTHER=mine
            . .envc/current/activate
            WHO=changed
            unset GONE
            PATH=/new/first:$PATH:/new/last
            deactivate
            echo "$WHO $OTHER ${GONE-unset} $PATH"
            env | grep -c ^OTHER=
            """]);
        Assert.Equal(
            ($"changed mine unset /new/first:{BuiltEnvironment.Caller["PATH"]}:/new/last\n{(shell == "dash" ? 1 : 0)}\n", ""), (output.Output, output.Error));
    }

    // A POSIX shell cannot show a function.
    [Theory]
    [MemberData(nameof(ShellsThatShowFunctions))]
    public async Task Somebody_elses_deactivate_comes_back(string shell)
    {
        using var environment = new BuiltEnvironment();
        await environment.PrepareAsync();
        var output = await environment.RunAsync(
            $"/usr/bin/{shell}", ["-c", "deactivate() { echo \"mine $1\"; }\n. .envc/current/activate\ndeactivate\ndeactivate again"]);
        Assert.Equal(("mine again\n", ""), (output.Output, output.Error));
    }

    [Theory]
    [MemberData(nameof(PosixShells))]
    public async Task A_shell_is_counted_until_it_leaves(string shell)
    {
        using var environment = new BuiltEnvironment();
        await environment.Planner.PrepareHostAsync(environment.Live, BuiltEnvironment.Choice, BuiltEnvironment.Caller, default);
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", """
            set -C
            . .envc/current/activate
            record=$1/activations/$$
            cat "$record"
            stat -c %a "$record"
            umask
            deactivate
            stat -c %s "$record"
            """, shell, Model.Layout.RunLayout.Of(environment.Host.RunBase, environment.Layout.Directory).Directory], workingDirectory: environment.Layout.Directory);
        Assert.Equal("", output.Error);
        Assert.Matches($"^[0-9]+ [0-9a-f-]+ 1 {BuiltEnvironment.Cpu} in-place\n600\n0*22\n0\n$", output.Output);
    }

    [Theory]
    [MemberData(nameof(PosixShells))]
    public async Task With_envc_the_hook_runs_once_for_all_shells(string shell)
    {
        using var environment = new BuiltEnvironment(Hooked);
        await environment.PrepareAsync();
        File.Delete(Path.Combine(environment.Layout.Directory, "runs"));
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", """
            eval "$(envc activate)"
            echo "$FROM_HOOK|$PYTHONPATH"
            PYTHONPATH=/other "$1" -c 'unset FROM_HOOK; eval "$(envc activate)"; echo "$FROM_HOOK|$PYTHONPATH"; deactivate; echo "${FROM_HOOK-unset}|$PYTHONPATH"'
            deactivate
            echo "${FROM_HOOK-unset}|${PYTHONPATH-unset}|$PATH"
            wc -l < runs
            """, shell, $"/usr/bin/{shell}"], environment.Person);
        Assert.Equal(
            ($"it's\ntwo|/py\nit's\ntwo|/py:/other\nunset|/other\nunset|unset|{environment.Person["PATH"]}\n1\n", "noise\n"), (output.Output, output.Error));
    }

    [Theory]
    [MemberData(nameof(PosixShells))]
    public async Task A_hook_that_exits_leaves_the_shell_as_it_was(string shell)
    {
        // With envc, and without.
        foreach (var (hook, isAlone) in ((string, bool)[])[("exit 0", false), ("exec true", true), ("exit 4", true)])
        {
            using var environment = new BuiltEnvironment(manifest => manifest with { Hook = new Hook { OnActivate = hook } });
            var variables = isAlone ? BuiltEnvironment.Caller : environment.Person;
            await environment.Planner.PrepareHostAsync(environment.Live, BuiltEnvironment.Choice, BuiltEnvironment.Caller, default);
            var output = await environment.RunAsync(
                $"/usr/bin/{shell}", ["-c", ". .envc/current/activate || echo \"failed ${ENVC_ENV-unset} $PATH\"; set | grep -a '^_envc'"], variables);
            Assert.Equal($"failed unset {variables["PATH"]}\n", output.Output);
            Assert.Contains("hook.on-activate", output.Error, StringComparison.Ordinal);
        }
    }

    [Requires("fish")]
    public async Task Fish_activates_attaches_nests_and_restores_exactly()
    {
        using var environment = new BuiltEnvironment(Hooked);
        using var outer = new BuiltEnvironment(manifest => With(manifest, "outer"));
        var output = await environment.RunAsync("/usr/bin/fish", ["--no-config", "-c", """
            set -g WHO mine
            set -l before (env | grep -v '^_=' | sort)
            envc activate -d $argv[1] | source
            set -l one (env | grep -v '^_=' | sort)
            source $argv[2]/.envc/current/activate.fish
            echo "$FROM_HOOK|$PYTHONPATH|$WHO"
            string match -q "$ENVC_ENV/bin:$argv[1]/*" "$PATH"; or string match -q "$ENVC_ENV/bin" $PATH[1]; and echo newest first
            deactivate
            test "$one" = "$(env | grep -v '^_=' | sort | string collect)"; or diff (printf '%s\n' $one | psub) (env | grep -v '^_=' | sort | psub); and echo "outer is intact: $WHO"
            set -gx PATH $PATH /new
            deactivate
            set -gx PATH $PATH[1..-2]
            diff (printf '%s\n' $before | psub) (env | grep -v '^_=' | sort | psub); and echo "all is as before: $WHO"
            set -qx WHO; and echo exported
            functions -n -a | grep envc; set -n | grep envc
            true
            """, outer.Layout.Directory, environment.Layout.Directory], environment.Person);
        Assert.Equal("it's\ntwo|/py|outer\nnewest first\nouter is intact: outer\nall is as before: mine\n", output.Output);
        Assert.Equal("noise\n", output.Error);
    }

    [Requires("tcsh")]
    public async Task Tcsh_gets_variables_and_gives_them_back()
    {
        using var environment = new BuiltEnvironment(manifest => With(manifest, "it's ours!"));
        await environment.PrepareAsync();
        var output = await environment.RunAsync("/usr/bin/tcsh", ["-f", "-c", """
            setenv OTHER mine
            eval "`envc activate`"
            echo "$WHO $ENVC_GENERATION $OTHER"
            eval deactivate
            printenv WHO || echo "$PATH"
            """], environment.Person);
        Assert.Equal(($"it's ours! 1 mine\n{environment.Person["PATH"]}\n", ""), (output.Output, output.Error));
    }

    private static Manifest With(Manifest manifest, string who) => manifest with
    {
        Vars = new OrderedDictionary<string, VariableDefinition> { ["WHO"] = new() { Value = who } },
    };

    private static Manifest Hooked(Manifest manifest) => manifest with
    {
        Hook = new Hook
        {
            OnActivate = "echo noise; echo run >> \"$ENVC_ENV_PROJECT/runs\"; export FROM_HOOK=$'it\\'s\\ntwo' PYTHONPATH=/py${PYTHONPATH:+:$PYTHONPATH}",
        },
    };
}
