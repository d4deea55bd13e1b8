using System.Diagnostics;
using System.Net.Http;
using System.Net.Sockets;
using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision.Metrics;

/// <summary>The endpoint of a real supervisor.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task A_supervisor_serves_metrics_where_the_newest_generation_wants_them()
    {
        var port = ServerPort.Find();
        await using var environment = new SupervisedEnvironment(("web", WebService(ServerPort.Find())));
        environment.MakeLive();
        SetMetrics(environment, $"127.0.0.1:{port}");
        var (client, activation) = await environment.JoinAsync();
        using (client)
        using (var http = new HttpClient())
        {
            Assert.True((await client.StartAsync(names: null, activation: null, wait: true, detach: false, default)).Ok);

            var text = await http.GetStringAsync($"http://127.0.0.1:{port}/metrics");
            Assert.Contains("envc_service_up{service=\"web\"} 1\n", text, StringComparison.Ordinal);
            Assert.Contains("envc_service_ready_seconds_count{service=\"web\"} 1\n", text, StringComparison.Ordinal);
            var printed = Envc("services", "metrics", "-d", environment.Layout.Directory);
            Assert.Equal(Names(text), Names(printed.Output));
            Assert.Equal("", printed.Error);

            var other = ServerPort.Find();
            SetMetrics(environment, $"{other}");
            await client.JoinAsync(activation.Id, environment.Activation, default);
            Assert.Contains("envc_build_info", await http.GetStringAsync($"http://127.0.0.1:{other}/metrics"), StringComparison.Ordinal);
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync($"http://127.0.0.1:{port}/metrics"));

            var killed = environment.SupervisorPid;
            environment.KillSupervisor();
            await WaitUntilAsync(() => environment.LastSupervisorPid is { } pid && pid != killed, "another supervisor has come");
            await WaitUntilAsync(() => Listens(other), "it serves metrics");
            Assert.Contains("envc_service_up{service=\"web\"} 1\n", await http.GetStringAsync($"http://127.0.0.1:{other}/metrics"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_keeps_no_service_from_running_and_is_tried_again()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var environment = new SupervisedEnvironment(("worker", Bash("exec sleep 1000")));
        SetMetrics(environment, $"127.0.0.1:{port}");
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            Assert.True((await client.StartAsync(names: null, activation: null, wait: true, detach: false, default)).Ok);

            var metrics = (await client.MetricsAsync(default)).Value;
            Assert.StartsWith($"cannot serve metrics on 127.0.0.1:{port}: ", metrics.Problem, StringComparison.Ordinal);
            Assert.Contains("envc_service_starts_total{service=\"worker\"} 1\n", metrics.Text, StringComparison.Ordinal);

            taken.Stop();
            await WaitUntilAsync(() => Listens(port), "it serves metrics");
            Assert.Null((await client.MetricsAsync(default)).Value.Problem);
        }
    }

    [Theory]
    [InlineData("9469", "127.0.0.1:9469")]
    [InlineData("0.0.0.0:9469", "0.0.0.0:9469")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("127.0.0.1", null)]
    [InlineData("127.0.0.1:0", null)]
    [InlineData("localhost:9469", null)]
    [InlineData("99999", null)]
    [InlineData("", null)]
    public void An_address_has_a_port_and_without_an_address_it_is_the_loopback(string text, string? expected) =>
        Assert.Equal(expected, ListenAddress.TryParse(text, out var address) ? address.ToString() : null);

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void SetMetrics(SupervisedEnvironment environment, string address)
    {
        var path = Path.Combine(environment.Activation.TargetDirectory, "services.json");
        var graph = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        graph["metrics"] = address;
        File.WriteAllText(path, graph.ToJsonString());
    }

    private static IEnumerable<string> Names(string text) =>
        text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')[0]);

    private static (string Output, string Error) Envc(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(EnvcPath, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return (output, error.Result);
    }
}
