using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class ProbeTextTests
{
    [Fact]
    public void A_probe_is_told_with_its_times()
    {
        Assert.Equal("when GET /health answers 2xx: tried every 1 s, each for 5 s, 600 s in all", ProbeText.UntilAnswered(new Probe { Http = "/health" }));
        Assert.Equal(
            "as long as its endpoint accepts connections: asked every 0.5 s, ended after 3 failures in a row",
            ProbeText.Live(new Probe { Tcp = Probe.OwnEndpoint, Period = TimeSpan.FromMilliseconds(500), Failures = 3 }));
    }

    [Fact]
    public void Each_kind_of_question_has_its_words()
    {
        var (one, some) = (new StatusRange(204, 204), new StatusRange(500, 503));
        Assert.StartsWith("when POST /x answers 204 or 500-503 with ok+:", ProbeText.UntilAnswered(new Probe { Http = "/x", Method = "POST", Status = [one, some], Body = "ok+" }), StringComparison.Ordinal);
        Assert.StartsWith("when [::1]:80 accepts connections:", ProbeText.UntilAnswered(new Probe { Tcp = "[::1]:80" }), StringComparison.Ordinal);
        Assert.StartsWith("when the socket s.sock accepts connections:", ProbeText.UntilAnswered(new Probe { Unix = "s.sock" }), StringComparison.Ordinal);
        Assert.StartsWith("when `test -e up` ends with exit code 0:", ProbeText.UntilAnswered(new Probe { Command = "test -e up" }), StringComparison.Ordinal);
        Assert.StartsWith("when a line of its output matches ^up$:", ProbeText.UntilAnswered(new Probe { Log = "^up$" }), StringComparison.Ordinal);
        Assert.StartsWith("when it says so by sd_notify:", ProbeText.UntilAnswered(new Probe { Notify = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_up_and_GPUs_are_told()
    {
        Assert.Equal(
            "chat, completion, embedding, GET /a, POST /b, PUT /c",
            ProbeText.Warmup([
                new WarmupRequest { Chat = "Hi" }, new WarmupRequest { Completion = "Hi" }, new WarmupRequest { Embedding = "Hi" },
                new WarmupRequest { Http = "/a" }, new WarmupRequest { Http = "/b", Body = "{}" }, new WarmupRequest { Http = "/c", Method = "PUT" }]));
        Assert.Equal("2 of its own", ProbeText.Gpus(new GpuRequest { Count = 2 }));
        Assert.Equal("0, GPU-a of its own", ProbeText.Gpus(new GpuRequest { Devices = ["0", "GPU-a"] }));
        Assert.Equal("none", ProbeText.Gpus(new GpuRequest { Count = 0 }));
    }
}
