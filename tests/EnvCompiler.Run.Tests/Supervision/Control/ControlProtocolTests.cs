using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision.Control;

/// <summary>The documented lines, as any program may send them.</summary>
public sealed class ControlProtocolTests
{
    [Fact]
    public async Task A_request_of_nothing_but_what_is_needed_is_enough_and_nonsense_is_refused()
    {
        await using var environment = new SupervisedEnvironment();
        await File.WriteAllTextAsync(
            Path.Combine(environment.Activation.TargetDirectory, "services.json"),
            """{ "services": { "worker": { "command": "exec sleep 1000", "group": "toplevel" } } }""");
        var (client, activation) = await environment.JoinAsync();
        client.Dispose();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(environment.Run.Socket));
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);

        var join = await AskAsync(
            """{"protocol":1,"operation":"join","pid":PID,"activation":{"generation":1,"target":"t","target-directory":"TARGET","variables":{"PATH":"/usr/bin:/bin"}}}"""
                .Replace("PID", activation.Id.ToString(), StringComparison.Ordinal)
                .Replace("TARGET", environment.Activation.TargetDirectory, StringComparison.Ordinal));
        Assert.Equal("stopped", (string?)join["services"]![0]!["state"]);
        var start = await AskAsync("""{"protocol":1,"operation":"start","wait":true,"newer":1}""");
        Assert.Equal("ready", (string?)start["services"]![0]!["state"]);
        Assert.Equal("protocol", (string?)(await AskAsync("""{"protocol":99,"operation":"status"}"""))["refused"]);
        Assert.Equal("unknown-name", (string?)(await AskAsync("""{"protocol":1,"operation":"stop","names":["wroker"]}"""))["refused"]);
        Assert.Equal("unusable", (string?)(await AskAsync("nonsense"))["refused"]);

        async Task<JsonNode> AskAsync(string line)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line.Trim() + "\n"));
            return JsonNode.Parse((await reader.ReadLineAsync())!)!;
        }
    }
}
