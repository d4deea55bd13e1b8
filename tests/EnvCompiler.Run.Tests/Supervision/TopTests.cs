using System.Diagnostics;
using System.Text.Json.Nodes;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Tests.Activation.Shells;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary><c>envc services top</c> and coloured logs in a real terminal.</summary>
public sealed class TopTests
{
    private const string Busy = "while :; do :; done & echo hello; wait";

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = "/", ["TERM"] = "xterm-256color", ["LANG"] = "C.UTF-8",
    };

    [Requires("tmux")]
    public Task At_80_columns_it_shows_services_acts_on_keys_follows_logs_and_leaves_the_terminal_as_it_was() => UseAsync(80);

    [Requires("tmux")]
    public Task At_200_columns_it_shows_services_acts_on_keys_follows_logs_and_leaves_the_terminal_as_it_was() => UseAsync(200);

    private static async Task UseAsync(int width)
    {
        await using var environment = new SupervisedEnvironment(
            ("busy", Bash(Busy)), ("quiet", Bash("exec sleep 1000")), ("a-service-with-a-rather-long-name", Bash("exit 7")));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(names: null, activation: null, wait: true, detach: false, default);
            using var terminal = new Terminal(width, 24, "/", Variables, EnvcPath, "services", "top", "-d", environment.Layout.Directory);

            var screen = terminal.WaitUntil(lines => lines.Any(line => IsRow(line, "busy", "ready") && Cpu(line) > 3), "the busy one is");
            Assert.All(screen, line => Assert.InRange(line.Length, 0, width));
            Assert.Contains(screen, line => line.StartsWith("supervisor ", StringComparison.Ordinal));
            Assert.Contains(screen, line => line.Contains("failed", StringComparison.Ordinal) && line.Contains("crashed", StringComparison.Ordinal));
            Assert.Equal(width == 200, screen.Any(line => line.Contains("PROCS", StringComparison.Ordinal)));
            Assert.Equal(width == 200, screen.Any(line => line.Contains("a-service-with-a-rather-long-name", StringComparison.Ordinal)));
            Assert.Equal("1", terminal.Fact("alternate_on"));
            Assert.Equal("0", terminal.Fact("cursor_flag"));

            terminal.Press("j");
            terminal.WaitUntil(lines => lines.Any(line => line.StartsWith("> busy", StringComparison.Ordinal)), "busy is chosen");
            terminal.Press("l");
            terminal.WaitUntil(lines => lines[0] == "log of busy" && lines.Any(line => line.EndsWith("out  hello", StringComparison.Ordinal)), "its log is there");
            terminal.Press("Escape");
            terminal.Press("Down");
            terminal.WaitUntil(lines => lines.Any(line => line.StartsWith("> quiet", StringComparison.Ordinal)), "quiet is chosen");
            terminal.Press("s");
            terminal.WaitUntil(lines => lines.Any(line => IsRow(line, "quiet", "stopped")) && lines.Contains("stop quiet: done"), "quiet has stopped");
            terminal.Press("a");
            terminal.WaitUntil(lines => lines.Any(line => IsRow(line, "quiet", "ready")), "quiet runs again");
            var before = Assert.Single((await client.StatusAsync(default)).Value, service => service.Name == "quiet").Instance;
            terminal.Press("r");
            terminal.WaitUntil(lines => lines.Contains("restart quiet: done"), "quiet has been restarted");
            Assert.NotEqual(before, Assert.Single((await client.StatusAsync(default)).Value, service => service.Name == "quiet").Instance);

            terminal.Resize(60, 12);
            terminal.WaitUntil(
                lines => lines.Count <= 12 && lines.All(line => line.Length <= 60) && lines.Any(line => IsRow(line, "quiet", "ready")), "it has the new size");
            terminal.Press("q");
            terminal.WaitFor("ended with 0");
            CheckRestored(terminal);
        }
    }

    [Requires("tmux")]
    public Task Ctrl_C_leaves_the_terminal_as_it_was() => EndAsync("INT", 130);

    [Requires("tmux")]
    public Task TERM_leaves_the_terminal_as_it_was() => EndAsync("TERM", 143);

    private static async Task EndAsync(string signal, int exitCode)
    {
        await using var environment = new SupervisedEnvironment(("quiet", Bash("exec sleep 1000")));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            using var terminal = new Terminal(80, 24, "/", Variables, EnvcPath, "services", "top", "-d", environment.Layout.Directory);
            terminal.WaitUntil(lines => lines.Any(line => IsRow(line, "quiet", "stopped")), "it shows");
            if (signal == "INT")
            {
                terminal.Press("C-c");
            }
            else
            {
                var parent = int.Parse(terminal.Fact("pane_pid"));
                using var top = ProcessHandle.TryOpen(Assert.Single(ProcessTree.Descendants(parent)));
                top!.Signal(SignalNames.Term);
            }

            terminal.WaitFor($"ended with {exitCode}");
            CheckRestored(terminal);
        }
    }

    [Requires("tmux")]
    public async Task Logs_of_several_services_have_padded_prefixes_in_colours_of_their_own()
    {
        await using var environment = new SupervisedEnvironment(("one", Bash("echo hello; exec sleep 1000")), ("three", Bash("echo hi; exec sleep 1000")));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(names: null, activation: null, wait: true, detach: false, default);
            await WaitUntilAsync(() => environment.Log("three").Contains("hi", StringComparison.Ordinal) && environment.Log("one").Contains("hello", StringComparison.Ordinal), "both have spoken");
            using var colored = new Terminal(200, 24, "/", Variables, EnvcPath, "services", "logs", "-d", environment.Layout.Directory);
            colored.WaitFor("ended with 0");
            Assert.Contains("\e[36mone   | ", colored.ColoredScreen(), StringComparison.Ordinal);
            Assert.Contains("\e[33mthree | ", colored.ColoredScreen(), StringComparison.Ordinal);
            using var plain = new Terminal(
                80, 24, "/", new Dictionary<string, string>(Variables) { ["NO_COLOR"] = "1" }, EnvcPath, "services", "logs", "-d", environment.Layout.Directory);
            plain.WaitFor("ended with 0");
            Assert.DoesNotContain("\e[3", plain.ColoredScreen(), StringComparison.Ordinal);
            Assert.Contains(plain.Screen(), line => line.StartsWith("three | ", StringComparison.Ordinal) && line.EndsWith(" out hi", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Without_a_terminal_it_prints_one_table_or_one_JSON_object()
    {
        await using var environment = new SupervisedEnvironment(("busy", Bash(Busy)), ("stopped", Bash("exec sleep 1000")));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(["busy"], activation: null, wait: true, detach: false, default);

            var table = Run("services", "top", "-d", environment.Layout.Directory).Split('\n');
            Assert.StartsWith("SERVICE", table[3], StringComparison.Ordinal);
            Assert.True(Cpu(table[4]) > 3, string.Join('\n', table));
            var json = JsonNode.Parse(Run("services", "top", "--json", "-d", environment.Layout.Directory))!;
            Assert.Equal(environment.SupervisorPid, (int)json["supervisor-pid"]!);
            var busy = json["services"]![0]!;
            Assert.Equal(("busy", 2), ((string?)busy["status"]!["name"], (int)busy["usage"]!["processes"]!));
            Assert.Equal("pss", (string?)busy["usage"]!["memory-measure"]);
            Assert.InRange((long)busy["usage"]!["memory"]!, 100_000, 100_000_000);
            Assert.InRange((double)busy["usage"]!["cpu-percent"]!, 3, 250);
            Assert.Null(json["services"]![1]!["usage"]);
        }
    }

    private static bool IsRow(string line, string name, string state) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word == ">").Take(2).SequenceEqual([name, state]);

    private static double Cpu(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Contains('.', StringComparison.Ordinal) && double.TryParse(word, out var cpu) ? cpu : 0).FirstOrDefault(cpu => cpu > 0);

    private static void CheckRestored(Terminal terminal)
    {
        Assert.Equal("0", terminal.Fact("alternate_on"));
        Assert.Equal("1", terminal.Fact("cursor_flag"));
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(EnvcPath, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
