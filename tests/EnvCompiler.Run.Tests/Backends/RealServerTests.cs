using System.Diagnostics;
using System.Net.Http;
using EnvCompiler.Run.Chat;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Backends;

public sealed class RealServerTests
{
    [Requires("llama-server")]
    public async Task The_real_engine_takes_the_arguments_keeps_its_key_and_answers()
    {
        using var host = new FakeStageHost();
        host.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        host.Variables["LLAMACPP_API_KEY"] = "sekrit";
        host.Variables["LLAMACPP_CTX_SIZE"] = "512";
        host.Variables["LLAMACPP_N_GPU_LAYERS"] = "0";
        foreach (var (name, value) in ((string, string)[])[("FLASH_ATTN", "true"), ("METRICS", "true"), ("JINJA", "true"), ("WEBUI", "false"),
            ("CONT_BATCHING", "true"), ("TIMEOUT", "60"), ("THREADS", "1"), ("BATCH_SIZE", "64"), ("UBATCH_SIZE", "64"), ("ALIAS", "tiny deb"),
            ("CACHE_TYPE_K", "f16"), ("CACHE_TYPE_V", "f16"), ("SPLIT_MODE", "none"), ("MAIN_GPU", "0"), ("REASONING_FORMAT", "none")])
            host.Variables["LLAMACPP_" + name] = value;
        Assert.Equal(0, await host.RunAsync("llamacpp-pipeline"));

        using var server = Start(host);
        try
        {
            var endpoint = ChatTransport.EndpointOf("127.0.0.1", int.Parse(host.Variables["LLAMACPP_PORT"]));
            using var handler = ChatTransport.HandlerFor(endpoint);
            await WaitReadyAsync(handler, endpoint, server);
            var chat = new ChatClient(handler);
            var output = new StringWriter();
            var reply = await chat.AskAsync(endpoint, "sekrit", "Hello!", new ChatOptions { Temperature = 0, MaxTokens = 40 }, output, default);
            Assert.Equal(reply.Value.Text + "\n", output.ToString());
            Assert.StartsWith("Hello!", reply.Value.Text, StringComparison.Ordinal);
            Assert.Equal("ENVC0781", (await chat.AskAsync(endpoint, "wrong", "Hello!", new ChatOptions(), TextWriter.Null, default)).Diagnostics[0].Code);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static Process Start(FakeStageHost host)
    {
        var become = host.Became!;
        var start = new ProcessStartInfo(become.Path, become.Arguments.Skip(1));
        start.Environment.Clear();
        foreach (var (name, value) in become.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task WaitReadyAsync(HttpMessageHandler handler, Uri endpoint, Process server)
    {
        using var client = new HttpClient(handler, disposeHandler: false);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            Assert.False(server.HasExited, "the server ended before it was ready");
            try
            {
                using var response = await client.GetAsync(new Uri(endpoint, "health"));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                continue;
            }
        }

        Assert.Fail("the server was not ready after a minute");
    }
}
