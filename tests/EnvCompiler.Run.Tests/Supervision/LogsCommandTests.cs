using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EnvCompiler.Run.Supervision;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary><c>envc services logs</c> beside a real supervisor.</summary>
public sealed class LogsCommandTests
{
    [Fact]
    public async Task Following_goes_on_over_a_killed_supervisor_shows_services_that_start_later_and_ends_with_the_last_supervisor()
    {
        await using var environment = new SupervisedEnvironment(("early", Bash("echo early; exec sleep 1000")), ("late", Bash("echo late; exec sleep 1000")));
        environment.MakeLive();
        var (client, activation) = await environment.JoinAsync();
        client.Dispose();
        var lines = new ConcurrentQueue<string>();
        using var follower = Process.Start(
            new ProcessStartInfo(EnvcPath, ["services", "logs", "-f", "-d", environment.Layout.Directory]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        follower.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "the end");
        follower.ErrorDataReceived += (_, line) => lines.Enqueue($"error: {line.Data}");
        follower.BeginOutputReadLine();
        follower.BeginErrorReadLine();

        await StartAsync("early");
        await WaitUntilAsync(() => Has("early | ", " out early"), "the first one is followed", Story);
        var killed = environment.SupervisorPid;
        environment.KillSupervisor();
        await WaitUntilAsync(() => Has("early | ", " envc instance 1 adopted by supervisor"), "another one has come", Story);
        await StartAsync("late");
        await WaitUntilAsync(() => Has("late  | ", " out late"), "the late one is followed", Story);
        Assert.NotEqual(killed, environment.SupervisorPid);
        activation.Kill();
        await WaitUntilAsync(() => follower.HasExited, "the follower ends", Story);
        // Its last lines may still be on their way when it has ended.
        await follower.WaitForExitAsync();

        Assert.Equal(0, follower.ExitCode);
        Assert.Contains(lines, line => line.Contains("last activation left", StringComparison.Ordinal));
        var json = Run("services", "logs", "late", "early", "--json", "--since", "1h", "-n", "2", "-d", environment.Layout.Directory)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(4, json.Count);
        Assert.Equal(json.OrderBy(line => (string?)line["time"], StringComparer.Ordinal).Select(line => line.ToJsonString()), json.Select(line => line.ToJsonString()));
        Assert.All(json, line => Assert.Equal("envc", (string?)line["stream"]));
        Assert.Equal("", Run("services", "logs", "--since", "2126-01-01", "-d", environment.Layout.Directory));

        string Story() => $"{string.Join('\n', lines)}\n{File.ReadAllText(Path.Combine(environment.Layout.Log, "supervisor.log"))}";

        bool Has(string start, string part) =>
            lines.Any(line => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal));

        async Task StartAsync(string name)
        {
            using var asked = (await SupervisorClient.ConnectOrStartAsync(environment.Start, default)).Value;
            Assert.True((await asked.StartAsync([name], activation: null, wait: true, detach: false, default)).Ok);
        }
    }

    [Fact]
    public async Task Following_ends_with_whoever_reads_it()
    {
        await using var environment = new SupervisedEnvironment(("worker", Bash("echo hello; exec sleep 1000")));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
            Assert.True((await client.StartAsync(null, environment.Activation, wait: true, detach: false, default)).Ok);
        using var pipeline = Process.Start("bash", ["-c", "\"$1\" services logs -f -d \"$2\" | grep -m1 -q 'out hello'", "bash", EnvcPath, environment.Layout.Directory]);
        await WaitUntilAsync(() => pipeline.HasExited, "the follower ends");
        Assert.Equal(0, pipeline.ExitCode);
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(EnvcPath, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
