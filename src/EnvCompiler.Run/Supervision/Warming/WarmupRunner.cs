using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Chat;
using EnvCompiler.Run.Supervision.Probing;

namespace EnvCompiler.Run.Supervision.Warming;

/// <summary>
/// Sends a service its first requests, one after the other: an engine loads kernels, captures graphs and fills caches with them, which would
/// otherwise be paid by its first user.
/// </summary>
/// <param name="time">Measures the answers.</param>
internal sealed class WarmupRunner(TimeProvider time) : IDisposable
{
    private const string ChatPath = "/v1/chat/completions";
    private const string CompletionPath = "/v1/completions";
    private const string EmbeddingPath = "/v1/embeddings";
    private const string ModelsPath = "/v1/models";
    private const int DefaultMaxTokens = 16;
    private const int LongestAnswer = 8 << 20;
    private const int LongestProblem = 300;

    private readonly HttpMessageInvoker http = new(ServiceHttp.NewHandler());

    /// <summary>Sends them, until one fails.</summary>
    /// <param name="requests">In their order.</param>
    /// <param name="address">The service's endpoint, when known.</param>
    /// <param name="key">Its bearer key, or null; only its own endpoint gets it.</param>
    /// <param name="onAnswered">Told of each answer, from any thread.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when all were answered as they must be, otherwise what was wrong, in a sentence.</returns>
    internal async Task<string?> RunAsync(
        IReadOnlyList<WarmupRequest> requests, ServiceAddress? address, string? key, Action<WarmupTime> onAnswered, CancellationToken cancellation)
    {
        foreach (var request in requests)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(request.Timeout);
            var name = NameOf(request);
            var begun = time.GetTimestamp();
            try
            {
                if (await SendAsync(request, new Server(address, key), limit.Token) is { } problem)
                    return $"`{name}` {problem}";
            }
            catch (OperationCanceledException)
            {
                return $"`{name}` was not answered within {request.Timeout.TotalSeconds:0.###} s";
            }
            catch (Exception e) when (ServiceHttp.IsFailure(e))
            {
                return $"`{name}` was not answered: {ServiceHttp.ReasonOf(e)}";
            }

            onAnswered(new WarmupTime(name, Math.Round(time.GetElapsedTime(begun).TotalSeconds, 3)));
        }

        return null;
    }

    public void Dispose() => http.Dispose();

    private static string NameOf(WarmupRequest request) =>
        request switch
        {
            { Chat: not null } => "chat",
            { Completion: not null } => "completion",
            { Embedding: not null } => "embedding",
            _ => request.Http!,
        };

    private async Task<string?> SendAsync(WarmupRequest request, Server server, CancellationToken cancellation)
    {
        if (server.Address is null && request.Http?.StartsWith('/') != false)
            return "cannot be sent: where the service listens is not known";
        if (request.Http is { } target)
        {
            var body = request.Body is { } text ? Encoding.UTF8.GetBytes(text) : null;
            return (await AskAsync(server, new HttpMethod(request.Method ?? (body is null ? "GET" : "POST")), target, request.Headers, body, cancellation)).Problem;
        }

        var model = await FirstModelAsync(server, cancellation);
        var tokens = request.MaxTokens ?? DefaultMaxTokens;
        return request switch
        {
            { Chat: { } message } => await PostAsync(
                server, ChatPath, new ChatRequestBody([new ChatMessage("user", message)], Stream: false, model, Temperature: null, tokens),
                ChatJson.Default.ChatRequestBody, ChatJson.Default.ChatAnswer, answer => answer is { Error: null, Choices: [{ Message: not null }, ..] }, cancellation),
            { Completion: { } prompt } => await PostAsync(
                server, CompletionPath, new CompletionRequestBody(prompt, model, tokens),
                ChatJson.Default.CompletionRequestBody, ChatJson.Default.ChatAnswer, answer => answer is { Error: null, Choices: [{ Text: not null }, ..] }, cancellation),
            _ => await PostAsync(
                server, EmbeddingPath, new EmbeddingRequestBody(request.Embedding!, model),
                ChatJson.Default.EmbeddingRequestBody, ChatJson.Default.EmbeddingAnswer, answer => answer is { Error: null, Data: [{ Embedding.Count: > 0 }, ..] }, cancellation),
        };
    }

    // A server without such a list has one model and needs no name.
    private async Task<string?> FirstModelAsync(Server server, CancellationToken cancellation)
    {
        var (text, problem) = await AskAsync(server, HttpMethod.Get, ModelsPath, headers: null, body: null, cancellation);
        return problem is null && Parse(text, ChatJson.Default.ModelList) is { Data: [{ Id: { } id }, ..] } ? id : null;
    }

    private async Task<string?> PostAsync<TBody, TAnswer>(
        Server server, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, Func<TAnswer, bool> isGood,
        CancellationToken cancellation)
        where TAnswer : class
    {
        var (text, problem) = await AskAsync(server, HttpMethod.Post, path, headers: null, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), cancellation);
        return problem ?? (Parse(text, answerType) is { } answer && isGood(answer) ? null : $"was answered with something else: {Shortened(text)}");
    }

    private async Task<(string Text, string? Problem)> AskAsync(
        Server server, HttpMethod method, string target, IReadOnlyDictionary<string, string>? headers, byte[]? body, CancellationToken cancellation)
    {
        using var request = ServiceHttp.Request(method, target, server.Address, headers, body);
        if (server.Key is not null && target.StartsWith('/') && request.Headers.Authorization is null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
        using var response = await http.SendAsync(request, cancellation);
        var text = await ServiceHttp.ReadTextAsync(response.Content, LongestAnswer, cancellation);
        return (text, response.IsSuccessStatusCode ? null : $"was answered with {(int)response.StatusCode}: {Message(text)}".TrimEnd(' ', ':'));
    }

    private static string Message(string text) => Shortened(Parse(text, ChatJson.Default.ChatAnswer)?.Error?.Message ?? text);

    private static string Shortened(string text)
    {
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= LongestProblem ? line : line[..LongestProblem] + "…";
    }

    private static T? Parse<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Server(ServiceAddress? Address, string? Key);
}
