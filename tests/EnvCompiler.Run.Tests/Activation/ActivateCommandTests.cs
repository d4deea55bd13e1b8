using System.Diagnostics;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

/// <summary><c>envc activate</c> as a process, on a compiled environment.</summary>
public sealed class ActivateCommandTests
{
    [Requires("bwrap")]
    public async Task A_command_gets_no_profile_and_a_line_does()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Profile = new Profile { Common = "export COMMON=common", Bash = "own() { echo \"$COMMON own\"; }" },
        });
        Assert.Equal("none\n", (await ActivateAsync(environment, "--", "sh", "-c", "echo ${COMMON-none}")).Output);
        Assert.Equal("common own\n", (await ActivateAsync(environment, "-c", "own")).Output);
        Assert.Equal(42, (await ActivateAsync(environment, "-c", "exit 42")).ExitCode);
        var missing = await ActivateAsync(environment, "--", "prinft");
        Assert.Equal(127, missing.ExitCode);
        Assert.Contains("printf", missing.Error, StringComparison.Ordinal);
    }

    [Requires("bwrap")]
    public async Task Pure_keeps_what_is_listed_and_nothing_else()
    {
        using var environment = new BuiltEnvironment();
        var person = environment.Person;
        person["LEAK"] = "leaked";
        person["LC_TIME"] = "C";
        var output = await environment.RunAsync(BuiltEnvironment.Envc, ["activate", "--pure", "--", "sh", "-c", "echo \"${LEAK-none} $HOME $LC_TIME ${ENVC_ENV:+set}\""], person);
        Assert.Equal($"none {person["HOME"]} C set\n", output.Output);
        Assert.Contains("ENVC0921", (await environment.RunAsync(BuiltEnvironment.Envc, ["activate", "--pure"], person)).Error, StringComparison.Ordinal);
    }

    [Requires("bwrap")]
    public async Task Services_cannot_be_started_in_a_hook()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Hook = new Hook { OnActivate = "/.envc/envc services start; /.envc/envc services restart; /.envc/envc activate -- true; export DONE=1" },
        });
        var output = await ActivateAsync(environment, "--", "sh", "-c", "echo $DONE");
        Assert.Equal("1\n", output.Output);
        Assert.Contains("a hook cannot start services", output.Error, StringComparison.Ordinal);
        Assert.Contains("a hook cannot restart services", output.Error, StringComparison.Ordinal);
        Assert.Contains("a hook cannot activate its own environment", output.Error, StringComparison.Ordinal);
    }

    [Requires("bwrap")]
    public async Task A_starter_killed_in_its_hook_lets_the_next_one_start()
    {
        using var environment = new BuiltEnvironment(manifest => manifest with
        {
            Hook = new Hook { OnActivate = "echo run >> \"$ENVC_ENV_PROJECT/runs\"; [ $(wc -l < \"$ENVC_ENV_PROJECT/runs\") -gt 1 ] || exec sleep 60; export A=1" },
        });
        var runs = Path.Combine(environment.Layout.Directory, "runs");
        using var starter = Process.Start(Request(environment, "activate", "--", "true"))!;
        Eventually.Holds(() => File.Exists(runs), () => "the hook has not begun");
        var waiting = ActivateAsync(environment, "--", "sh", "-c", "echo $A");
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(1))));
        using (var handle = ProcessHandle.TryOpen(starter.Id))
            handle!.Signal(SignalNames.Kill);
        Assert.Equal(("1\n", ""), ((await waiting).Output, (await waiting).Error));
    }

    [Requires("bwrap")]
    public async Task A_killed_activation_is_not_there_any_more()
    {
        using var environment = new BuiltEnvironment();
        var run = Model.Layout.RunLayout.Of(Host.Machine.HostPlaces.RunBase, environment.Layout.Directory);
        using var process = Process.Start(Request(environment, "activate", "--", "sleep", "1000"))!;
        var records = new ActivationRecords(run);
        Eventually.Holds(() => records.Running().Count == 1, () => "it is not counted");
        Assert.Equal(process.Id, records.Running()[0].Pid);
        var status = await environment.RunAsync(BuiltEnvironment.Envc, ["status"], environment.Person);
        Assert.Matches($"pid {process.Id} +1 +{BuiltEnvironment.Cpu} +[0-9]+s", status.Output);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        Assert.Empty(records.Running());
    }

    [Fact]
    public async Task Deactivate_says_that_nothing_is_active()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.RunAsync(BuiltEnvironment.Envc, ["deactivate"], environment.Person);
        Assert.Equal(1, output.ExitCode);
        Assert.Contains("ENVC0922", output.Error, StringComparison.Ordinal);
    }

    private static Task<ProcessOutput> ActivateAsync(BuiltEnvironment environment, params string[] arguments) =>
        environment.RunAsync(BuiltEnvironment.Envc, ["activate", .. arguments], environment.Person);

    private static ProcessStartInfo Request(BuiltEnvironment environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(BuiltEnvironment.Envc, arguments) { WorkingDirectory = environment.Layout.Directory, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Person)
            start.Environment[name] = value;
        return start;
    }
}
