using System.Net;
using System.Net.Http.Headers;
using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Host.Network;

/// <summary>
/// Downloads over HTTP: bounded in time, size, redirects and tries, verified while they arrive. Safe for many downloads at once.
/// </summary>
public sealed class HttpFetcher : IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpClient client;
    private readonly TimeProvider time;
    private readonly HttpLimits limits;
    private readonly HostReach hosts;

    /// <summary>A fetcher over a handler that stays the caller's.</summary>
    /// <param name="handler">Usually <see cref="CreateHandler"/>; it keeps the connections.</param>
    /// <param name="time">Clock of waits and speeds.</param>
    /// <param name="limits">Null takes the defaults.</param>
    public HttpFetcher(HttpMessageHandler handler, TimeProvider time, HttpLimits? limits = null)
    {
        this.time = time;
        this.limits = limits ?? new HttpLimits();
        hosts = new HostReach(time, this.limits.Outage);
        client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("envc", typeof(HttpFetcher).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>The real network: proxy of the process's variables, a bounded number of redirects, none from https to http.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxAutomaticRedirections = MostRedirects,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AutomaticDecompression = DecompressionMethods.None,
    };

    /// <summary>Downloads one file.</summary>
    /// <param name="request">What, and how to know it.</param>
    /// <param name="read">
    /// Reads the body, synchronously or not. It is called again for every try, and what it made counts only when this method returns
    /// <see cref="FetchOutcome.Fetched"/>. What it throws passes through, unless the bytes turn out to be the wrong ones.
    /// </param>
    /// <param name="cancellation">Ends the download.</param>
    public async Task<FetchResult<T>> FetchAsync<T>(
        FetchRequest request, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        if (hosts.WhyGivenUp(request.Uri) is { } reason)
            return Unreachable<T>(request, reason);
        for (var attempt = 0; ; attempt++)
        {
            var (result, mayPass) = await TryAsync(request, read, cancellation);
            if (!mayPass || attempt >= limits.RetryDelays.Count || hosts.WhyGivenUp(request.Uri) is not null)
                return result;
            await Task.Delay(hosts.Shorten(request.Uri, limits.RetryDelays[attempt]), time, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<(FetchResult<T> Result, bool MayPass)> TryAsync<T>(
        FetchRequest request, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var body = default(VerifiedStream);
        try
        {
            using var response = await SendAsync(request, cancellation);
            if (Refusal<T>(request, response) is { } refusal)
                return refusal;
            await using (body = new VerifiedStream(
                await response.Content.ReadAsStreamAsync(cancellation), request, limits, time, cancellation))
            {
                var value = await (request.HeadLength is null ? ReadAsync(body, read, cancellation) : read(body, cancellation));
                return (new FetchResult<T>(FetchOutcome.Fetched) { Value = value, Validators = ValidatorsOf(response) }, false);
            }
        }
        catch (ContentMismatchException e)
        {
            TakeBack(request, body);
            return (Failed<T>(FetchOutcome.Corrupt, NetworkDiagnostics.Corrupt(request.Uri, e.Message)), false);
        }
        catch (Exception e) when (NetworkFailure.ReasonOf(e) is { } reason && !cancellation.IsCancellationRequested)
        {
            TakeBack(request, body);
            return (Unreachable<T>(request, reason), true);
        }
    }

    private static async Task<T> ReadAsync<T>(
        VerifiedStream body, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        T value;
        try
        {
            value = await read(body, cancellation);
        }
        catch (InvalidDataException)
        {
            // Wrong bytes explain why a reader cannot make sense of them.
            await body.DrainAsync();
            throw;
        }

        await body.DrainAsync();
        return value;
    }

    private async Task<HttpResponseMessage> SendAsync(FetchRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Uri);
        if (request.HeadLength is { } length)
            message.Headers.Range = new RangeHeaderValue(0, length - 1);
        if (request.IfChangedSince is { } known)
        {
            if (known.EntityTag is not null)
                message.Headers.TryAddWithoutValidation("If-None-Match", known.EntityTag);
            message.Headers.IfModifiedSince = known.LastModified;
        }

        using var answer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        answer.CancelAfter(limits.Answer);
        var began = time.GetTimestamp();
        try
        {
            var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, answer.Token);
            hosts.Answered(request.Uri);
            return response;
        }
        catch (OperationCanceledException e) when (answer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limits.Answer.TotalSeconds:0.#} seconds", e);
        }
        catch (Exception e) when (NetworkFailure.IsOfConnecting(e) && !cancellation.IsCancellationRequested)
        {
            // After a redirect it is another host than the one that was asked; the message has its address then.
            hosts.Failed(message.RequestUri!, began, NetworkFailure.ReasonOf(e)!);
            throw;
        }
    }

    private static (FetchResult<T> Result, bool MayPass)? Refusal<T>(FetchRequest request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 200 when request.Size is { } size && response.Content.Headers.ContentLength is { } length && length != size:
                var difference = $"it is {length} bytes instead of {size}";
                return (Failed<T>(FetchOutcome.Corrupt, NetworkDiagnostics.Corrupt(request.Uri, difference)), false);
            case 200:
            case 206 when request.HeadLength is not null:
                return null;
            case 304 when request.IfChangedSince is { } known:
                return (new FetchResult<T>(FetchOutcome.NotModified) { Validators = known }, false);
            case 404 or 410:
                return (Failed<T>(FetchOutcome.Missing, NetworkDiagnostics.Missing(request.Uri)), false);
            case 301 or 302 or 303 or 307 or 308:
                var tooMany = $"it redirects more than {MostRedirects} times, or to a place that is not allowed";
                return (Unreachable<T>(request, tooMany), false);
            default:
                var reason = $"the server answers {status} {response.ReasonPhrase}".TrimEnd();
                var mayPass = status is 408 or 429 or >= 500;
                return (Unreachable<T>(request, reason), mayPass);
        }
    }

    private static FetchResult<T> Failed<T>(FetchOutcome outcome, Diagnostic problem) => new(outcome) { Problem = problem };

    private static FetchResult<T> Unreachable<T>(FetchRequest request, string reason) =>
        Failed<T>(FetchOutcome.Unreachable, NetworkDiagnostics.Unreachable(request.Uri, reason));

    private static Validators ValidatorsOf(HttpResponseMessage response) =>
        new(response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);

    private static void TakeBack(FetchRequest request, VerifiedStream? body)
    {
        if (body is { Received: > 0 })
            request.Progress?.Report(-body.Received);
    }
}
