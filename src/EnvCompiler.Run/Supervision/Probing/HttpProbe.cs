using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Asks over HTTP, each time by a new connection and through no proxy.</summary>
internal sealed class HttpProbe : IDisposable
{
    private const int LongestBody = 64 << 10;

    private readonly HttpMessageInvoker http = new(ServiceHttp.NewHandler());

    /// <summary>One try.</summary>
    /// <param name="probe">What is asked and what the answer must be like.</param>
    /// <param name="address">Where paths are relative to.</param>
    /// <param name="cancellation">Ends the try.</param>
    /// <returns>Null when the answer is as it must be, otherwise what was wrong.</returns>
    internal async Task<string?> TryAsync(Probe probe, ServiceAddress? address, CancellationToken cancellation)
    {
        var asked = probe.Http!;
        if (asked.StartsWith('/') && address is null)
            return $"`{asked}` is a path, and where the service listens is not known";
        try
        {
            using var request = ServiceHttp.Request(new HttpMethod(probe.Method ?? "GET"), asked, address, probe.Headers, body: null);
            request.Headers.ConnectionClose = true;
            using var response = await http.SendAsync(request, cancellation);
            var status = (int)response.StatusCode;
            if (!(probe.Status ?? [StatusRange.Success]).Any(range => range.Contains(status)))
                return $"`{asked}` answered {status}";
            return probe.Body is not { } pattern || await MatchesAsync(response.Content, pattern, cancellation)
                ? null
                : $"`{asked}` answered {status}, and no `{pattern}` is in it";
        }
        catch (Exception e) when (ServiceHttp.IsFailure(e))
        {
            return $"`{asked}` did not answer: {ServiceHttp.ReasonOf(e)}";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"`{asked}` answered with what is not compared with `{probe.Body}` in time";
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<bool> MatchesAsync(HttpContent content, string pattern, CancellationToken cancellation)
    {
        var body = await ServiceHttp.ReadTextAsync(content, LongestBody, cancellation);
        return ProbePattern.Parse(pattern).IsMatch(body);
    }
}
