using System.Globalization;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Probes, warm-up and GPUs of a service in words.</summary>
internal static class ProbeText
{
    /// <summary>Of a probe that is asked until it answers: <c>when GET /health answers 2xx: tried every 1 s, each for 5 s, 600 s in all</c>.</summary>
    public static string UntilAnswered(Probe probe) =>
        $"when {Question(probe)}: tried every {Seconds(probe.Period)}, each for {Seconds(probe.Timeout)}, {Seconds(probe.Deadline)} in all";

    /// <summary>Of a liveness probe: <c>as long as GET /health answers 2xx: asked every 10 s, ended after 3 failures in a row</c>.</summary>
    public static string Live(Probe probe) =>
        $"as long as {Question(probe)}: asked every {Seconds(probe.Period)}, ended after {probe.Failures} failure{(probe.Failures == 1 ? "" : "s")} in a row";

    /// <summary>The requests in their order: <c>chat, POST /load</c>.</summary>
    public static string Warmup(IEnumerable<WarmupRequest> requests) => string.Join(", ", requests.Select(request => request switch
    {
        { Chat: not null } => "chat",
        { Completion: not null } => "completion",
        { Embedding: not null } => "embedding",
        _ => $"{request.Method ?? (request.Body is null ? "GET" : "POST")} {request.Http}",
    }));

    /// <summary><c>2 of its own</c>, <c>GPU-… of its own</c>, <c>none</c>.</summary>
    public static string Gpus(GpuRequest gpus) =>
        gpus is { Count: 0 } ? "none" : $"{(gpus.Devices is { } devices ? string.Join(", ", devices) : gpus.Count)} of its own";

    private static string Question(Probe probe) => probe switch
    {
        { Http: { } target } => $"{probe.Method ?? "GET"} {target} answers {Status(probe.Status)}{(probe.Body is { } body ? $" with {body}" : "")}",
        { Tcp: Probe.OwnEndpoint } => "its endpoint accepts connections",
        { Tcp: { } endPoint } => $"{endPoint} accepts connections",
        { Unix: { } path } => $"the socket {path} accepts connections",
        { Command: { } command } => $"`{command}` ends with exit code 0",
        { Log: { } pattern } => $"a line of its output matches {pattern}",
        _ => "it says so by sd_notify",
    };

    private static string Status(IReadOnlyList<StatusRange>? ranges) => ranges is null
        ? "2xx"
        : string.Join(" or ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
