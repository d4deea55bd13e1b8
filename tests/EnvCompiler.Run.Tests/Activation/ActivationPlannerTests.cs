using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

public sealed class ActivationPlannerTests
{
    [Fact]
    public async Task Envc_and_flox_names_are_set_and_the_shims_come_first()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with { Description = "d" });
        var variables = (await environment.PrepareAsync()).Value.Variables;
        var env = variables["ENVC_ENV"];
        Assert.Equal($"{env}/bin:{BuiltEnvironment.Caller["PATH"]}", variables["PATH"]);
        Assert.True(File.Exists(Path.Combine(env, "bin", "printf")));
        Assert.True(Directory.Exists(Path.Combine(env, "share")));
        Assert.Equal((env, environment.Layout.Directory, environment.Layout.Cache, "d"),
            (variables["FLOX_ENV"], variables["FLOX_ENV_PROJECT"], variables["ENVC_ENV_CACHE"], variables["ENVC_ENV_DESCRIPTION"]));
        Assert.Equal(("1", BuiltEnvironment.Cpu.ToString()), (variables["ENVC_GENERATION"], variables["ENVC_TARGET"]));
    }

    [Requires("bwrap")]
    public async Task Exactly_these_variables_are_added()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Vars = new OrderedDictionary<string, VariableDefinition> { ["OWN"] = new() { Value = "1" } },
            Hook = new Hook { OnActivate = "export FROM_HOOK=1 PATH=/tools:$PATH" },
        });
        Assert.Equal(
            [
                "ENVC_ENV", "ENVC_ENV_CACHE", "ENVC_ENV_DESCRIPTION", "ENVC_ENV_DIRS", "ENVC_ENV_PROJECT", "ENVC_GENERATION", "ENVC_HOOK_PATH",
                "ENVC_TARGET", "FLOX_ENV", "FLOX_ENV_CACHE", "FLOX_ENV_DESCRIPTION", "FLOX_ENV_DIRS", "FLOX_ENV_PROJECT", "FROM_HOOK", "OWN",
            ],
            (await environment.PrepareAsync()).Value.Variables.Keys.Except(BuiltEnvironment.Caller.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Variables_are_set_in_the_order_of_their_references_and_defaults_give_way()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Vars = new OrderedDictionary<string, VariableDefinition>
            {
                ["URL"] = new() { Value = "http://${NAME}:$PORT \\$x" },
                ["NAME"] = new() { Default = "localhost" },
                ["PORT"] = new() { Default = "80" },
                ["FIXED"] = new() { Value = "ours" },
                ["EXTENDED"] = new() { Value = "$EXTENDED:b" },
            },
        });
        var prepared = (await environment.PrepareAsync(("PORT", "8080"), ("FIXED", "theirs"), ("EXTENDED", "a"))).Value;
        Assert.Equal("http://localhost:8080 $x", prepared.Variables["URL"]);
        Assert.Equal(("ours", "a:b"), (prepared.Variables["FIXED"], prepared.Variables["EXTENDED"]));
        Assert.Equal(["NAME"], prepared.Defaulted);
    }

    [Requires("bwrap")]
    public async Task A_command_substitution_is_expanded_by_bash_inside_the_root()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Vars = new OrderedDictionary<string, VariableDefinition>
            {
                ["A"] = new() { Value = "x" },
                ["B"] = new() { Value = "$(cat /etc/stored) \"${A:-y}\" ${C:-z}" },
            },
        });
        Assert.Equal("stored \"x\" z", (await environment.PrepareAsync()).Value.Variables["B"]);
    }

    [Fact]
    public async Task A_secret_is_made_once_and_belongs_to_its_owner_alone()
    {
        using var environment = new BuiltEnvironment(WithSecrets);
        var first = await environment.PrepareAsync();
        var key = first.Value.Variables["KEY"];
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, (await environment.PrepareAsync()).Value.Variables["KEY"]);
        Assert.Equal("mine", (await environment.PrepareAsync(("KEY", "mine"))).Value.Variables["KEY"]);
        var file = Path.Combine(environment.Layout.Secrets, "KEY");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(environment.Layout.Secrets));
        Assert.Equal(["KEY"], first.Value.Secrets);
        Assert.Equal("ENVC0504", Assert.Single(first.Diagnostics).Code);
        Assert.Equal($"{file}\n", (await environment.RunAsync("grep", ["-rl", key, environment.Layout.State])).Output);
    }

    [Fact]
    public async Task A_secret_that_others_can_read_is_refused()
    {
        using var environment = new BuiltEnvironment(WithSecrets);
        await environment.PrepareAsync();
        File.SetUnixFileMode(Path.Combine(environment.Layout.Secrets, "KEY"), EnvCompiler.Host.Files.FileWriter.Readable);
        Assert.Equal("ENVC0505", Assert.Single((await environment.PrepareAsync()).Diagnostics).Code);
    }

    [Requires("bwrap")]
    public async Task The_hook_runs_inside_and_what_it_exports_is_kept()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Vars = new OrderedDictionary<string, VariableDefinition> { ["GIVEN"] = new() { Value = "given" } },
            Hook = new Hook
            {
                OnActivate = "echo noise; export A=\"$(cat /etc/stored) $GIVEN\" B=$'two\\nlines'; unset GONE; local_only=1; export PATH=$ENVC_ENV_PROJECT/tools:$PATH; false",
            },
        });
        var variables = (await environment.PrepareAsync(("GONE", "1"), ("SAME", "s"))).Value.Variables;
        Assert.Equal(("stored given", "two\nlines", "s"), (variables["A"], variables["B"], variables["SAME"]));
        Assert.False(variables.ContainsKey("GONE"));
        Assert.False(variables.ContainsKey("local_only"));
        Assert.Equal($"{environment.Layout.Directory}/tools", variables["ENVC_HOOK_PATH"]);
        Assert.Equal($"{environment.Layout.Directory}/tools:{variables["ENVC_ENV"]}/bin:{BuiltEnvironment.Caller["PATH"]}", variables["PATH"]);
    }

    [Requires("bwrap")]
    public async Task A_hook_that_exits_is_explained()
    {
        foreach (var (text, code) in ((string, string)[])[("exit 0", "ENVC0508"), ("exec true", "ENVC0508"), ("exit 3", "ENVC0507")])
        {
            using var environment = new BuiltEnvironment(manifest => manifest with { Hook = new Hook { OnActivate = text } });
            Assert.Equal(code, Assert.Single((await environment.PrepareAsync()).Diagnostics).Code);
        }
    }

    [Fact]
    public async Task The_target_and_its_reason_are_recorded_for_scripts_and_in_the_run_directory()
    {
        using var environment = new BuiltEnvironment();
        var prepared = (await environment.PrepareAsync()).Value;
        Assert.Equal([BuiltEnvironment.Cpu.ToString(), "*", "chosen", "the tests are for it"], File.ReadAllLines(prepared.Facts.Target).Where((_, line) => line is not (1 or 2)));
        Assert.Equal($"{BuiltEnvironment.Cpu}\nthe tests are for it\n", File.ReadAllText(prepared.Run.Target));
    }

    [Fact]
    public async Task A_generation_is_fresh_until_manifest_lock_envc_or_store_change()
    {
        using var environment = new BuiltEnvironment();
        var live = environment.Live;
        Assert.True((await environment.PrepareAsync()).Ok);
        Assert.True(live.IsFresh("0.1.0"));
        Assert.False(live.IsFresh("0.2.0"));
        Assert.True(live.HasRoots(live.Targets(), environment.Store));
        Assert.False(live.HasRoots(live.Targets(), environment.Store with { Root = "/nowhere" }));
        File.AppendAllText(environment.Layout.Manifest, "# changed\n");
        Assert.False(live.IsFresh("0.1.0"));
    }

    [Fact]
    public async Task Host_facts_are_written_once_and_again_after_a_change()
    {
        using var environment = new BuiltEnvironment();
        var facts = (await environment.PrepareAsync()).Value.Facts;
        var arguments = Directory.GetFiles(Path.Combine(facts.Directory, "arguments"))[0];
        File.SetLastWriteTimeUtc(arguments, DateTime.UnixEpoch);
        await environment.PrepareAsync();
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(arguments));
        File.AppendAllText(facts.Fingerprint, "older\n");
        await environment.PrepareAsync();
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(arguments));
    }

    [Theory]
    [InlineData("a:b", "store", "ENVC0542")]
    [InlineData("a\nb", "store", "ENVC0542")]
    [InlineData("a;b", "a:b", "ENVC0541")]
    [InlineData("a;b", "a;b", "ENVC0541")]
    [InlineData("a;b", "a\nb", "ENVC0541")]
    public async Task Paths_that_lists_of_paths_cannot_hold_are_refused(string project, string store, string code)
    {
        using var directory = new TemporaryDirectory();
        using var environment = new BuiltEnvironment(change: null, directory.File(project), directory.File(store));
        var problem = Assert.Single((await environment.PrepareAsync()).Diagnostics);
        Assert.Equal((code, true), (problem.Code, problem.Hint is not null));
    }

    [Fact]
    public async Task A_mistyped_command_is_told_with_near_names()
    {
        using var environment = new BuiltEnvironment();
        var resolver = new CommandResolver((await environment.PrepareAsync()).Value);
        var problem = Assert.Single(resolver.Resolve("prinft").Diagnostics);
        Assert.Equal(("ENVC0511", 127), (problem.Code, ActivationRunner.ExitCodeOf(problem)));
        Assert.Contains("`printf`", problem.Hint, StringComparison.Ordinal);
        Assert.Equal(126, ActivationRunner.ExitCodeOf(Assert.Single(resolver.Resolve("/etc/stored").Diagnostics)));
        Assert.True(resolver.Resolve("/usr/bin/env").Ok);
        File.WriteAllText(Path.Combine(environment.Store.RootFileSystem(BuiltEnvironment.RootId), "usr", "bin", "unrunnable"), "");
        Assert.Equal("ENVC0512", Assert.Single(resolver.Resolve("unrunnable").Diagnostics).Code);
    }

    private static Manifest WithSecrets(Manifest manifest) => manifest with
    {
        Vars = new OrderedDictionary<string, VariableDefinition>
        {
            ["KEY"] = new() { Secret = true, Generate = "hex32" },
            ["TOKEN"] = new() { Secret = true },
        },
    };
}
