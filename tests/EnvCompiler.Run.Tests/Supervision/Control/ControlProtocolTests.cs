using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.TestKit;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision.Control;

/// <summary>The documented lines, as any program may send them.</summary>
public sealed class ControlProtocolTests
{
    [Fact]
    public void Every_key_and_word_is_documented_and_no_other()
    {
        Assert.Equal(Keys(SupervisorJson.Default.SupervisorRequest), Documented("Request"));
        Assert.Equal(Keys(SupervisorJson.Default.ServiceActivation), Documented("`activation`"));
        Assert.Equal(Keys(SupervisorJson.Default.SupervisorResponse), Documented("Response"));
        Assert.Equal(Keys(SupervisorJson.Default.ServiceStatus), Documented("A service"));
        Assert.Equal(Words<SupervisorOperation>(), Documented("`operation`"));
        Assert.Equal(Words<Refusal>(), Documented("`refused`"));
        Assert.Equal(Words<ServiceState>(), Documented("`state`"));
        Assert.Equal(Words<EndReason>(), Documented("`reason`"));
    }

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

    private static IEnumerable<string> Keys(JsonTypeInfo type) =>
        type.Properties.Where(property => property.Get is not null).Select(property => property.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum =>
        typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name).Order(StringComparer.Ordinal);

    // The first cells of the table under a heading.
    private static IEnumerable<string> Documented(string heading) =>
        File.ReadLines(RepositoryRoot.File("docs", "design", "control-protocol.md"))
            .SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split('`').Where((_, index) => index % 2 == 1)).Order(StringComparer.Ordinal);
}
