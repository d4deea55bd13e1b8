using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EnvCompiler.Compile.Contained;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Contained;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Contained;

/// <summary>What runs in images, units and pods: the real launcher with real programs.</summary>
public sealed class ForegroundTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    public void A_service_runs_without_a_shell_and_ends_in_order_when_told_to(string signal)
    {
        using var contained = new ContainedService(("web", Bash("mkdir -p \"$ENVC_ENV_PROJECT/made\" && echo \"at $ENVC_TARGET of $ENVC_GENERATION\" && exec sleep 1000")));
        Assert.Empty(contained.Files.WithShell);
        contained.Start();
        contained.UntilOutput("at x86_64-linux/cpu of 3\n");
        Assert.True(Directory.Exists(contained.PathOf("made")));

        foreach (var other in (string[])["HUP", "USR1", "USR2"])
            contained.Signal(other);
        contained.Signal(signal);

        Assert.Equal(0, contained.End());
        Assert.Matches("envc-run: web: instance 1 ended with .*TERM.* \\(supervisor was told to end\\)", contained.Errors);
    }

    [Fact]
    public void Variables_and_the_hook_reach_services_as_on_a_host()
    {
        var spec = new ActivationSpec
        {
            EnvcVersion = "1",
            Vars =
            [
                new ActivationVariable { Name = "PLAIN", Value = "a \\$b $HOME" },
                new ActivationVariable { Name = "GIVEN", Default = "default" },
                new ActivationVariable { Name = "COMPOSED", Value = "${PLAIN:-none}:${UNSET:-other}", NeedsShell = true },
                new ActivationVariable { Name = "RUN", Value = "$(echo from bash)", NeedsShell = true },
                new ActivationVariable { Name = "KEY", Secret = true },
            ],
        };
        using var contained = new ContainedService(
            spec, "export HOOKED=\"$PLAIN\"\nmkdir -p logs\n", ("show", Bash("echo \"$PLAIN|$GIVEN|$COMPOSED|$RUN|$HOOKED|$SET\" && echo \"key $KEY\" && echo key \"$KEY\" >&2")));
        Assert.Equal(["`vars.RUN`", "`services.show.command`"], contained.Files.WithShell.Select(command => command.What));
        contained.Variables["HOME"] = "/h";
        contained.Variables["GIVEN"] = "caller";
        contained.Variables["SET"] = "set";
        File.WriteAllText(contained.PathOf("KEY"), "very-secret\n");
        contained.Variables["CREDENTIALS_DIRECTORY"] = contained.Project;
        contained.Start();

        Assert.Equal(0, contained.End());
        Assert.Equal("a $b /h|caller|a $b /h:other|from bash|a $b /h|set\nkey ***\n", contained.Output);
        Assert.Contains("key ***\n", contained.Errors, StringComparison.Ordinal);
        Assert.True(Directory.Exists(contained.PathOf("logs")));
    }

    [Fact]
    public void A_hook_that_only_bash_can_run_is_run_by_bash()
    {
        using var contained = new ContainedService(
            new ActivationSpec { EnvcVersion = "1" }, "for x in a b; do export \"LAST=$x\"; done\n", ("show", Bash("echo \"last $LAST\"")));
        Assert.Equal("`hook.on-activate`", Assert.Single(contained.Files.WithShell).What);
        contained.Start();

        Assert.Equal(0, contained.End());
        Assert.Equal("last b\n", contained.Output);
    }

    [Theory]
    [InlineData("exit 3", "ENVC0507")]
    [InlineData("false", "ENVC0507")]
    [InlineData("exit 0; true", "ENVC0508")]
    public void A_hook_that_fails_keeps_services_from_starting(string hook, string said)
    {
        using var contained = new ContainedService(new ActivationSpec { EnvcVersion = "1" }, hook, ("show", Bash("echo started")));
        contained.Start();

        Assert.Equal(1, contained.End());
        Assert.Equal("", contained.Output);
        Assert.Contains(said, contained.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 7", 60, 7)]
    [InlineData("exec sleep 1000", 1, 1)]
    [InlineData("missing-program", 60, 127)]
    public void A_service_that_fails_ends_all_with_its_status(string command, int deadline, int status)
    {
        var failing = Bash(command) with { Ready = new Probe { Log = "never", Deadline = TimeSpan.FromSeconds(deadline) } };
        using var contained = new ContainedService(("failing", failing), ("other", Bash("exec sleep 1000")));
        contained.Start();

        Assert.Equal(status, contained.End());
        Assert.Contains("envc-run: other: instance ", contained.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_is_restarted_by_its_policy_unless_its_manager_does_that()
    {
        var spec = Bash("mkdir again && exit 9; echo second") with { Restart = new Restart { Policy = RestartPolicy.OnFailure } };
        using (var contained = new ContainedService(("once", spec)))
        {
            contained.Start();
            Assert.Equal(0, contained.End());
            Assert.Equal("second\n", contained.Output);
        }

        using (var contained = new ContainedService(("once", spec)))
        {
            contained.Start("--no-restart");
            Assert.Equal(9, contained.End());
        }
    }

    [Fact]
    public void Alone_means_without_what_it_depends_on()
    {
        var second = Bash("echo second") with { DependsOn = new(StringComparer.Ordinal) { ["first"] = new ServiceDependency { Condition = DependencyCondition.Completed } } };
        using (var contained = new ContainedService(("first", Bash("echo first")), ("second", second), ("third", Bash("echo third"))))
        {
            contained.Start("second");
            Assert.Equal(0, contained.End());
            Assert.Equal("first | first\nsecond | second\n", contained.Output);
        }

        using (var contained = new ContainedService(("first", Bash("echo first")), ("second", second)))
        {
            contained.Start("--alone", "second");
            Assert.Equal(0, contained.End());
            Assert.Equal("second\n", contained.Output);
        }
    }

    [Fact]
    public void Services_that_run_alone_beside_each_other_have_ports_of_their_own_for_metrics()
    {
        using var directory = new TemporaryDirectory();
        var graph = new ServiceGraph { Metrics = "0.0.0.0:65534", Services = { ["a"] = Bash("exec sleep 1"), ["b"] = Bash("exec sleep 1"), ["c"] = Bash("exec sleep 1") } };
        foreach (var (path, content) in new ContainedEnvironmentCompiler("demo", 3, "x86_64-linux/cpu").Compile(new ActivationSpec { EnvcVersion = "1" }, graph, null, (null, null)).Files)
            directory.Write(path, Encoding.UTF8.GetString(content));

        string? MetricsOf(params string[] arguments) => ForegroundCommand.Read(ForegroundOptions.Parse(["--environment", directory.Path, .. arguments])!).Value.Services.Metrics;

        Assert.Equal("0.0.0.0:65534", MetricsOf());
        Assert.Equal(["0.0.0.0:65534", "0.0.0.0:65535", "0.0.0.0:65532"], new[] { "a", "b", "c" }.Select(name => MetricsOf("--alone", name)));
    }

    [Fact]
    public void The_service_manager_is_told_when_all_are_ready_that_it_lives_and_that_it_stops()
    {
        using var contained = new ContainedService(("slow", Bash("sleep 0.3; echo up; exec sleep 1000") with { Ready = new Probe { Log = "^up$" } }));
        using var socket = contained.Listen();
        contained.Variables["WATCHDOG_USEC"] = "200000";
        contained.Start("--no-restart", "--alone", "slow");

        var told = new List<string>();
        while (!told.Contains("READY=1", StringComparer.Ordinal) || told.Count(text => text == "WATCHDOG=1") < 3)
            told.Add(Receive(socket));
        Assert.Contains("STATUS=slow: starting", told);
        contained.UntilOutput("up\n");
        Eventually.Holds(() => contained.Probe("slow", "startup") == (0, ""), () => contained.Errors);
        // Not INT: where tests run in the background of a shell it is ignored, by all that they start.
        contained.Signal("TERM");
        var deadline = DateTime.UtcNow + Eventually.Patience;
        while (Receive(socket) != "STOPPING=1")
            Assert.True(DateTime.UtcNow < deadline, "it does not stop");
        Assert.Equal(0, contained.End());
    }

    [Fact]
    public void A_probe_says_how_a_service_is()
    {
        using var contained = new ContainedService(("slow", Bash("echo begun; until [ -e let-on ]; do sleep 0.1; done; echo up; exec sleep 1000") with { Ready = new Probe { Log = "^up$" } }));
        Assert.Contains("ENVC0639", contained.Probe("slow").Error, StringComparison.Ordinal);
        contained.Start();
        contained.UntilOutput("begun");
        Assert.Equal((1, "envc-run: `slow` is starting\n"), contained.Probe("slow"));
        Assert.Equal((0, ""), contained.Probe("slow", "live"));
        File.Create(contained.PathOf("let-on")).Dispose();
        contained.UntilOutput("up");
        Eventually.Holds(() => contained.Probe("slow", "ready") == (0, ""));
        Assert.Contains("ENVC0631", contained.Probe("other").Error, StringComparison.Ordinal);
        Assert.Equal(2, contained.Probe().ExitCode);
    }

    [Fact]
    public void What_cannot_be_started_is_said_with_all_problems_at_once()
    {
        var spec = new ActivationSpec { EnvcVersion = "1", Vars = [new ActivationVariable { Name = "KEY", Secret = true, Generate = "hex32" }, new ActivationVariable { Name = "OTHER", Secret = true, Generate = "hex32" }] };
        using var contained = new ContainedService(spec, null, ("show", Bash("echo started")));
        contained.Start();
        Assert.Equal(1, contained.End());
        Assert.Equal("", contained.Output);
        Assert.Equal(2, contained.Errors.Split("ENVC0636").Length - 1);

        using var unknown = new ContainedService(("show", Bash("echo started")));
        unknown.Start("sho", "web");
        Assert.Equal(1, unknown.End());
        Assert.Equal(2, unknown.Errors.Split("ENVC0631").Length - 1);
    }

    [Fact]
    public void Lists_that_are_not_there_are_empty()
    {
        var text = """{"name":"demo","generation":1,"target":"x86_64-linux/cpu","services":{}}""";
        var read = JsonSerializer.Deserialize(text, EnvcJson.Default.ContainedEnvironment)!;
        Assert.Empty(read.Variables);
        Assert.Empty(read.Commands);
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
