using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EnvCompiler.TestKit;

/// <summary>Debian's <c>docker-registry</c> on a free port of loopback; it ends with the test.</summary>
public sealed class DockerRegistry : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Process process;

    private DockerRegistry(int port, string authentication)
    {
        Host = $"127.0.0.1:{port}";
        var configuration = directory.Write("config.yml", $$"""
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
        process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary><c>127.0.0.1:PORT</c>.</summary>
    public string Host { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="authentication">The <c>auth:</c> part of its configuration, given a file inside of its directory.</param>
    public static async Task<DockerRegistry> StartAsync(string authentication = "")
    {
        var registry = new DockerRegistry(FreePort(), authentication);
        using var client = new HttpClient();
        for (var tries = 0; !await AnswersAsync(client, registry.Host); tries++)
        {
            Assert.True(tries < 400, "docker-registry does not answer");
            await Task.Delay(25);
        }

        return registry;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        directory.Dispose();
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
