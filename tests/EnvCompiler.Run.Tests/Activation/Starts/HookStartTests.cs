using System.Diagnostics;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation.Starts;

/// <summary>Start and attach, with processes that stand for shells.</summary>
public sealed class HookStartTests : IDisposable
{
    private const UnixFileMode Directory700 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly List<Process> shells = [];

    [Requires("bwrap")]
    public async Task The_hook_runs_once_while_somebody_is_there_and_again_after_the_last_has_left()
    {
        using var environment = WithHook("export A=1");
        var (first, second) = (NewShell(), NewShell());
        foreach (var shell in (Process[])[first, second, NewShell()])
            Assert.Equal("1", (await ActivateAsync(environment, shell))["A"]);
        Assert.Equal(1, Runs(environment));

        foreach (var shell in shells.ToList())
            End(shell);
        await ActivateAsync(environment, NewShell());
        Assert.Equal(2, Runs(environment));
    }

    [Requires("bwrap")]
    public async Task Changes_are_made_on_the_attaching_shells_own_variables()
    {
        using var environment = WithHook("""
            export SET=new PYTHONPATH=$ENVC_ENV_PROJECT/py:$PYTHONPATH MANPATH=$MANPATH:/man FRESH_PATH=/fresh PATH=$ENVC_ENV_PROJECT/tools:$PATH
            unset GONE; cd /; local_only=1; export SHLVL=9
            """);
        var project = environment.Layout.Directory;
        var starter = await ActivateAsync(
            environment, NewShell(), ("PYTHONPATH", "/starter"), ("MANPATH", "/starter/man"), ("GONE", "1"), ("STACK", "starter"), ("PWD", "/starter"));
        Assert.Equal(($"{project}/py:/starter", "/starter/man:/man"), (starter["PYTHONPATH"], starter["MANPATH"]));

        var attached = await ActivateAsync(
            environment, NewShell(), ("PYTHONPATH", "/mine"), ("MANPATH", "/mine/man"), ("GONE", "1"), ("PATH", "/mine/bin"), ("PWD", "/mine"),
            ("SET", "old"), ("FRESH_PATH", "/mine/fresh"), ("SHLVL", "2"));
        Assert.Equal(1, Runs(environment));
        Assert.Equal(($"{project}/py:/mine", "/mine/man:/man", "new"), (attached["PYTHONPATH"], attached["MANPATH"], attached["SET"]));
        Assert.Equal(("/fresh:/mine/fresh", "/mine", "2"), (attached["FRESH_PATH"], attached["PWD"], attached["SHLVL"]));
        Assert.Equal($"{project}/tools:{attached["ENVC_ENV"]}/bin:/mine/bin", attached["PATH"]);
        foreach (var name in (string[])["GONE", "STACK", "local_only", "ENVC_HOOK_OF"])
            Assert.False(attached.ContainsKey(name), name);
    }

    [Requires("bwrap")]
    public async Task Of_several_at_once_one_runs_the_hook_and_the_others_attach()
    {
        using var environment = WithHook("sleep 0.3; export A=$RANDOM$RANDOM");
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => NewShell()).ToList().Select(shell => ActivateAsync(environment, shell)));
        Assert.Equal(1, Runs(environment));
        Assert.Single(all.Select(variables => variables["A"]).Distinct());
    }

    [Requires("bwrap")]
    public async Task Another_generation_is_another_start_beside_the_first()
    {
        using var environment = WithHook("export A=first");
        await ActivateAsync(environment, NewShell());
        environment.Publish(manifest => Hooked(manifest, "export A=second"));
        Assert.Equal("second", (await ActivateAsync(environment, NewShell()))["A"]);
        Assert.Equal(2, Runs(environment));
        Assert.Equal([1, 2], Records(environment).Running().Select(activation => activation.Generation).Order());
    }

    [Requires("bwrap")]
    public async Task A_hook_that_fails_starts_nothing_and_a_failing_command_in_it_is_none()
    {
        using var environment = WithHook("[ -e \"$ENVC_ENV_PROJECT/good\" ] || exit 3; false; export A=1");
        var shell = NewShell();
        var failed = await environment.ActivateAsync(BuiltEnvironment.Caller, new ActivationUser(shell.Id));
        Assert.Equal("ENVC0507", Assert.Single(failed.Diagnostics).Code);
        Assert.Contains("exit code 3", failed.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(Records(environment).Running());
        await File.WriteAllTextAsync(Path.Combine(environment.Layout.Directory, "good"), "");
        Assert.Equal("1", (await ActivateAsync(environment, shell))["A"]);
        Assert.Equal(2, Runs(environment));
    }

    [Requires("bwrap")]
    public async Task Who_waits_is_told_for_whom_and_goes_on_when_the_starter_is_killed()
    {
        using var environment = WithHook("export A=1");
        var shell = NewShell();
        await ActivateAsync(environment, shell);
        End(shell);
        // flock(1) is the starter: it holds the lock as envc does, and the kernel takes it back when it is killed.
        var path = Directory.GetFiles(Path.Combine(RunDirectoryOf(environment), "starts"), "*.lock").Single();
        using var starter = Process.Start("flock", ["--no-fork", path, "sh", "-c", "echo \"$$ envc activate\" > \"$1\"; exec sleep 1000", "sh", path])!;
        Assert.True(SpinWait.SpinUntil(() => IsHeldBy(path, starter.Id), Eventually.Patience));

        var waiting = ActivateAsync(environment, NewShell());
        Assert.True(SpinWait.SpinUntil(() => !environment.Told.IsEmpty, Eventually.Patience));
        Assert.Contains($"process {starter.Id},", environment.Told.First(), StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        starter.Kill();
        Assert.Equal("1", (await waiting)["A"]);
        Assert.Equal(2, Runs(environment));
    }

    [Requires("bwrap")]
    public async Task What_is_kept_belongs_to_its_owner_alone()
    {
        using var environment = WithHook("export SECRET_OF_HOOK=s");
        await ActivateAsync(environment, NewShell());
        var run = RunDirectoryOf(environment);
        foreach (var directory in (string[])[run, .. Directory.GetDirectories(run)])
            Assert.Equal(Directory700, File.GetUnixFileMode(directory));
        var files = Directory.GetFiles(run, "*", SearchOption.AllDirectories);
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(FileWriter.Private, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_run_directory_that_others_can_look_into_is_refused()
    {
        using var environment = new BuiltEnvironment();
        await environment.PrepareAsync();
        File.SetUnixFileMode(RunDirectoryOf(environment), Directory700 | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        Assert.Equal("ENVC0601", Assert.Single((await environment.PrepareAsync()).Diagnostics).Code);
    }

    [Fact]
    public async Task Inside_a_hook_its_own_environment_cannot_be_activated()
    {
        using var environment = new BuiltEnvironment();
        var refused = await environment.PrepareAsync(("ENVC_HOOK_OF", environment.Layout.Directory));
        Assert.Equal("ENVC0531", Assert.Single(refused.Diagnostics).Code);
        Assert.True((await environment.PrepareAsync(("ENVC_HOOK_OF", "/another"))).Ok);
    }

    [Fact]
    public async Task Activations_without_hook_are_counted_and_dead_ones_swept()
    {
        using var environment = new BuiltEnvironment();
        var (first, second) = (NewShell(), NewShell());
        await ActivateAsync(environment, first);
        await ActivateAsync(environment, second);
        var running = Records(environment).Running();
        Assert.Equal(new[] { first.Id, second.Id }.Order(), running.Select(activation => activation.Pid));
        Assert.All(running, activation => Assert.Equal((1, BuiltEnvironment.Cpu.ToString(), false), (activation.Generation, activation.Target, activation.InPlace)));
        Assert.All(running, activation => Assert.InRange(DateTimeOffset.UtcNow - activation.Since, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1)));
        var gone = first.Id;
        End(first);
        Assert.Equal([second.Id], Records(environment).Running().Select(activation => activation.Pid));
        Assert.Null(Records(environment).Find(gone));

        // A pid that the kernel gave to somebody else is another start time.
        var record = Path.Combine(RunDirectoryOf(environment), "activations", $"{second.Id}");
        await File.WriteAllTextAsync(record, "1" + await File.ReadAllTextAsync(record));
        Assert.Empty(Records(environment).Running());
        await ActivateAsync(environment, NewShell());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(record)!));
    }

    [Fact]
    public async Task A_service_of_the_environment_is_no_activation()
    {
        using var environment = new BuiltEnvironment();
        await ActivateAsync(environment, NewShell(), ("ENVC_SERVICE_INSTANCE", $"{RunDirectoryOf(environment)}/llm/1"));
        Assert.Empty(Records(environment).Running());
        await ActivateAsync(environment, NewShell(), ("ENVC_SERVICE_INSTANCE", "/run/envc/another/llm/1"));
        Assert.Single(Records(environment).Running());
    }

    public void Dispose()
    {
        foreach (var shell in shells.ToList())
            End(shell);
    }

    private static BuiltEnvironment WithHook(string text) => new(manifest => Hooked(manifest, text));

    private static Manifest Hooked(Manifest manifest, string text) =>
        manifest with { Hook = new Hook { OnActivate = $"echo run >> \"$ENVC_ENV_PROJECT/runs\"\n{text}" } };

    private static int Runs(BuiltEnvironment environment) => File.ReadAllLines(Path.Combine(environment.Layout.Directory, "runs")).Length;

    private static string RunDirectoryOf(BuiltEnvironment environment) =>
        Model.Layout.RunLayout.Of(environment.Host.RunBase, environment.Layout.Directory).Directory;

    private static ActivationRecords Records(BuiltEnvironment environment) => new(new Model.Layout.RunLayout(RunDirectoryOf(environment)));

    private static async Task<IReadOnlyDictionary<string, string>> ActivateAsync(
        BuiltEnvironment environment, Process shell, params (string Name, string Value)[] more)
    {
        var caller = new Dictionary<string, string>(BuiltEnvironment.Caller);
        foreach (var (name, value) in more)
            caller[name] = value;
        return (await environment.ActivateAsync(caller, new ActivationUser(shell.Id))).Value.Variables;
    }

    private static bool IsHeldBy(string path, int pid)
    {
        var free = FileLock.TryAcquire(path, out var held, out var holder);
        held?.Dispose();
        return !free && holder.StartsWith($"{pid} ", StringComparison.Ordinal);
    }

    private Process NewShell()
    {
        var shell = Process.Start("sleep", "1000");
        lock (shells)
            shells.Add(shell);
        return shell;
    }

    private void End(Process shell)
    {
        shell.Kill();
        shell.WaitForExit();
        shell.Dispose();
        shells.Remove(shell);
    }
}
