using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.TestKit;

/// <summary>Debian's <c>docker-registry</c> on a free port of loopback; it ends with the test.</summary>
public sealed class DockerRegistry : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<Process> processes = [];
    private readonly ConcurrentQueue<string> requests = new();
    private readonly string configuration;

    private DockerRegistry(int port, string authentication)
    {
        Host = $"127.0.0.1:{port}";
        configuration = directory.Write("config.yml", $$"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {{directory.File("data")}}
              delete: {enabled: true}
            http: {addr: "{{Host}}", secret: test}
            {{authentication}}
            """);
        Start("docker-registry", "serve", configuration);
    }

    /// <summary><c>127.0.0.1:PORT</c>.</summary>
    public string Host { get; }

    /// <summary>The requests that it says it has answered, in its form: <c>… "PUT /v2/… HTTP/1.1" 201 …</c>. A line comes a little after its answer.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="authentication">The <c>auth:</c> part of its configuration, given a file inside of its directory.</param>
    public static async Task<DockerRegistry> StartAsync(string authentication = "")
    {
        var registry = new DockerRegistry(ServerPort.Find(), authentication);
        using var client = new HttpClient();
        await UntilAsync(() => AnswersAsync(client, registry.Host), "docker-registry does not answer");

        return registry;
    }

    /// <summary>Another one over the same blobs, at the same address of a network that has nothing else.</summary>
    /// <returns>What is put before a command that is to run in that network.</returns>
    public async Task<IReadOnlyList<string>> ServeAloneAsync()
    {
        var process = Start("unshare", "--net", "sh", "-c", "ip link set lo up && exec docker-registry serve \"$1\"", "sh", configuration);
        string[] inside = ["nsenter", $"--net=/proc/{process.Id}/ns/net"];
        await UntilAsync(() => IsListeningAsync(inside), "docker-registry does not answer in a network of its own");
        return inside;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        directory.Dispose();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(25))
            Assert.True(clock.Elapsed < Eventually.Patience, otherwise);
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string host)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"http://{host}/v2/"));
            return (int)response.StatusCode is 200 or 401;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // A network's sockets are listed as those of the process that looks.
    private async Task<bool> IsListeningAsync(string[] inside)
    {
        var port = int.Parse(Host.AsSpan(Host.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        var sockets = await new ProcessRunner().RunAsync(inside[0], [.. inside.Skip(1), "cat", "/proc/net/tcp"], default);
        return sockets!.Output.Contains($"0100007F:{port:X4} 00000000:0000 0A", StringComparison.Ordinal);
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                requests.Enqueue(text);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        processes.Add(process);
        return process;
    }
}
