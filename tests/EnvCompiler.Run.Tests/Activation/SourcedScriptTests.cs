using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

/// <summary><c>. .envc/current/activate</c> in the shells that can.</summary>
public sealed class SourcedScriptTests
{
    private const string Source = ". .envc/current/activate || exit 1\n";

    public static TheoryData<string> Shells => [.. new[] { "dash", "bash", "zsh" }.Where(shell => File.Exists($"/usr/bin/{shell}"))];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_sets_what_the_planner_sets(string shell)
    {
        using var environment = new BuiltEnvironment(Rich);
        var planned = (await environment.PrepareAsync(("PORT", "9"))).Value.Variables;
        var output = await environment.RunAsync(
            $"/usr/bin/{shell}", ["-c", Source + "env -0"], new Dictionary<string, string>(BuiltEnvironment.Caller) { ["PORT"] = "9" });
        Assert.Equal("", output.Error);
        var set = output.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .Where(pair => pair[0] is not ("PWD" or "OLDPWD" or "SHLVL" or "_" or "LOGNAME" or "DEFINED")).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(planned.OrderBy(pair => pair.Key, StringComparer.Ordinal), set.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Deactivate_restores_exactly_even_after_activating_twice(string shell)
    {
        using var environment = new BuiltEnvironment(Rich);
        await environment.PrepareAsync();
        // A shell variable that was not exported must not be exported afterwards; a POSIX shell cannot tell.
        var show = "set | grep -v -E '^(_|PWD|OLDPWD|BASH_|PIPESTATUS|RANDOM|SECONDS|EPOCH|LINENO|TTYIDLE|status|OPTIND|SRANDOM|FUNCNAME|[?!0$#]|argv|\\*|@|ZSH_|aliases|commands|func|dir|hist|job|param|pipe|PATH_)' | sort";
        var script = $"set +m; URL=mine; B=own; {show} > before; {Source} [ \"$URL\" != mine ] || exit 7; {Source} deactivate; {show} > after; diff before after && env | grep -c ^URL= ; echo \"$URL $B\"";
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", script]);
        var exported = shell == "dash" ? "1" : "0";
        Assert.Equal(($"{exported}\nmine own\n", ""), (output.Output, output.Error));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task It_works_under_strict_options_and_from_another_directory(string shell)
    {
        using var environment = new BuiltEnvironment(Rich);
        await environment.PrepareAsync();
        var script = "set -eu; cd /; ENVC_ENV_DIRECTORY=$1; . \"$1/.envc/current/activate\"; echo \"$ENVC_GENERATION $DEFINED\"; deactivate; echo ${ENVC_ENV-none}";
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", script, shell, environment.Layout.Directory]);
        Assert.Equal(("1 profile\nnone\n", ""), (output.Output, output.Error));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Without_a_recorded_target_and_without_envc_it_stops_with_a_hint(string shell)
    {
        using var environment = new BuiltEnvironment(Rich);
        var output = await environment.RunAsync($"/usr/bin/{shell}", ["-c", Source]);
        Assert.Equal(1, output.ExitCode);
        Assert.Contains("hint: run `envc activate -- true` once", output.Error, StringComparison.Ordinal);
    }

    [Requires("strace")]
    public async Task It_starts_no_process_when_there_is_no_hook()
    {
        using var environment = new BuiltEnvironment();
        await environment.PrepareAsync();
        foreach (var shell in Shells)
        {
            var output = await environment.RunAsync("/usr/bin/strace", ["-f", "-e", "trace=process", $"/usr/bin/{shell}", "-c", Source]);
            Assert.Equal(0, output.ExitCode);
            Assert.DoesNotContain("clone", output.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("fork", output.Error, StringComparison.Ordinal);
        }
    }

    private static Manifest Rich(Manifest manifest) => manifest with
    {
        Description = "It's",
        Vars = new OrderedDictionary<string, VariableDefinition>
        {
            ["URL"] = new() { Value = "http://$NAME:${PORT}/\"x\" \\$5 C:\\new" },
            ["NAME"] = new() { Default = "localhost" },
            ["PORT"] = new() { Default = "80" },
            ["KEY"] = new() { Secret = true, Generate = "hex32" },
        },
        Hook = new Hook { OnActivate = "export B='two\nlines' C=\"it's $URL\"" },
        Profile = new Profile { Common = "DEFINED=profile", Deactivate = new Profile { Common = "unset DEFINED" } },
    };
}
