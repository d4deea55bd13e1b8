using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>
/// Sends requests to one repository of a registry: with its tokens, with retries, and with redirects followed by hand, so that no credential leaves for
/// another host and nothing that was asked for by https is answered by http.
/// </summary>
internal sealed class RegistryConnection : IDisposable
{
    private const int MostRedirects = 5;
    private const int LargestError = 64 * 1024;

    private readonly RepositoryName repository;
    private readonly HttpClient client;
    private readonly Authenticator authenticator;
    private readonly TimeProvider time;

    /// <summary>A connection over a handler that stays the caller's.</summary>
    /// <param name="repository">Which repository.</param>
    /// <param name="handler">Of <see cref="CreateHandler"/>: it must follow no redirect.</param>
    /// <param name="credentials">Where credentials come from.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="options">How the registry is talked to.</param>
    internal RegistryConnection(RepositoryName repository, HttpMessageHandler handler, ICredentialSource credentials, TimeProvider time, RegistryOptions options)
    {
        this.repository = repository;
        this.time = time;
        Options = options;
        var host = RegistryHosts.ApiHost(repository.Registry!);
        var secure = new Uri($"https://{host}/");
        Base = options.PlainHttp || RegistryHosts.IsLoopback(secure) ? new Uri($"http://{host}/") : secure;
        client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("envc", typeof(RegistryConnection).Assembly.GetName().Version?.ToString(3)));
        authenticator = new Authenticator(repository, Base, client, credentials, options.Realms);
    }

    /// <summary>The registry's base address.</summary>
    internal Uri Base { get; }

    internal RegistryOptions Options { get; }

    /// <summary>The real network: connections are kept, nothing is followed or decoded by itself.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AutomaticDecompression = System.Net.DecompressionMethods.None,
    };

    /// <summary><c>/v2/NAME/REST</c>.</summary>
    internal Uri Address(string rest) => new(Base, $"v2/{repository.Path}/{rest}");

    /// <summary>
    /// Sends a request until it is answered by something that trying again would not change. 2xx, 404 and 416 are answers; the rest are failures.
    /// </summary>
    internal async Task<Result<HttpResponseMessage>> SendAsync(RegistryRequest request, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            Diagnostic problem;
            TimeSpan? wait = null;
            try
            {
                if (!(await SendAuthenticatedAsync(request, cancellation)).TryGet(out var response, out var problems))
                    return Result<HttpResponseMessage>.Failure(problems);
                if (response.IsSuccessStatusCode || (int)response.StatusCode is 404 or 416)
                    return response;
                using (response)
                {
                    problem = await RefusalAsync(request.Uri, response, cancellation);
                    if ((int)response.StatusCode is not (408 or 429 or >= 500))
                        return problem;
                    wait = AskedWait(response);
                }
            }
            catch (Exception e) when (NetworkFailure.ReasonOf(e) is { } reason && !cancellation.IsCancellationRequested)
            {
                problem = ShipDiagnostics.Unreachable(request.Uri.Authority, reason);
            }

            if (!request.MayRepeat || attempt >= Options.RetryDelays.Count || wait > Options.LongestWait)
                return problem;
            var delay = Options.RetryDelays[attempt];
            await Task.Delay(wait > delay ? wait.Value : delay, time, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        authenticator.Dispose();
        client.Dispose();
    }

    /// <summary>Waits as before a repeated request.</summary>
    /// <returns>False when it was tried often enough.</returns>
    internal async Task<bool> WaitBeforeRetryAsync(int attempt, CancellationToken cancellation)
    {
        if (attempt >= Options.RetryDelays.Count)
            return false;
        await Task.Delay(Options.RetryDelays[attempt], time, cancellation);
        return true;
    }

    /// <summary>An address that the registry gave, where it may be followed.</summary>
    /// <param name="from">What it was the answer to.</param>
    /// <param name="location">The field's value.</param>
    internal Result<Uri> Follow(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var target) || target.Scheme is not ("http" or "https"))
            return ShipDiagnostics.BadRedirect(from.Authority, location?.ToString() ?? "", "it is no address");
        if (target.Scheme == Uri.UriSchemeHttp && (from.Scheme == Uri.UriSchemeHttps || (RegistryHosts.IsLoopback(from) && !RegistryHosts.IsLoopback(target))))
            return ShipDiagnostics.BadRedirect(from.Authority, target.GetLeftPart(UriPartial.Authority), "it is not reached by https");
        return target;
    }

    private async Task<Result<HttpResponseMessage>> SendAuthenticatedAsync(RegistryRequest request, CancellationToken cancellation)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var header = IsOwn(request.Uri) ? authenticator.HeaderFor(request.Scope) : null;
            var followed = await SendFollowingAsync(request, header, cancellation);
            if (!followed.TryGet(out var response) || (int)response.StatusCode != 401 || !IsOwn(request.Uri))
                return followed;
            using (response)
            {
                if (isSecond)
                    return await authenticator.RefusalAsync(header);
                var fields = response.Headers.TryGetValues("WWW-Authenticate", out var values) ? values.ToArray() : [];
                if (await authenticator.AnswerAsync(request.Scope, header, fields, cancellation) is { } problem)
                    return problem;
            }
        }
    }

    private async Task<Result<HttpResponseMessage>> SendFollowingAsync(RegistryRequest request, AuthenticationHeaderValue? header, CancellationToken cancellation)
    {
        var uri = request.Uri;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(request, uri, IsOwn(uri) ? header : null, cancellation);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || request.Method is { Method: not ("GET" or "HEAD") })
                return response;
            using (response)
            {
                if (redirects >= MostRedirects)
                    return ShipDiagnostics.BadRedirect(request.Uri.Authority, uri.Authority, $"it redirects more than {MostRedirects} times");
                if (!Follow(uri, response.Headers.Location).TryGet(out uri!, out var problems))
                    return Result<HttpResponseMessage>.Failure(problems);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(RegistryRequest request, Uri uri, AuthenticationHeaderValue? header, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, uri) { Content = request.Body?.Invoke() };
        message.Headers.Authorization = header;
        foreach (var type in request.Accept)
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        if (request.From > 0)
            message.Headers.Range = new RangeHeaderValue(request.From, null);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var limit = request.Patience ?? Options.Answer;
        if (message.Content is BlobSliceContent slice)
            slice.Watch(patience, Options.Silence, limit);
        else
            patience.CancelAfter(limit);
        try
        {
            return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("no answer in time", e);
        }
    }

    private bool IsOwn(Uri uri) => uri.Scheme == Base.Scheme && uri.Authority == Base.Authority;

    private TimeSpan? AskedWait(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } asked ? null
        : asked.Delta ?? (asked.Date is { } date ? date - time.GetUtcNow() : null);

    private async Task<Diagnostic> RefusalAsync(Uri uri, HttpResponseMessage response, CancellationToken cancellation)
    {
        var said = await ErrorTextAsync(response, cancellation);
        return (int)response.StatusCode switch
        {
            403 => ShipDiagnostics.Denied(repository, said ?? "it answers 403"),
            var status => ShipDiagnostics.Refused(uri.Authority, status, said ?? response.ReasonPhrase ?? ""),
        };
    }

    private static async Task<string?> ErrorTextAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var content = await BoundedBody.ReadAsync(response, LargestError, cancellation);
        if (content is null or [])
            return null;
        try
        {
            return JsonSerializer.Deserialize(content, OciJson.Default.RegistryErrors)?.Text();
        }
        catch (JsonException)
        {
            // A proxy's page says less than the status.
            return null;
        }
    }
}
