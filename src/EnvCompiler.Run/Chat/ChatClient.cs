using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Chat;

/// <summary>
/// Asks a model server over the OpenAI API (<c>POST /v1/chat/completions</c>) and writes the reply while it comes, as server-sent events
/// (<c>text/event-stream</c>: <c>data:</c> lines, ended by <c>data: [DONE]</c>).
/// </summary>
/// <param name="handler">Reaches the endpoint; see <see cref="ChatTransport"/>. The caller disposes of it.</param>
public sealed class ChatClient(HttpMessageHandler handler)
{
    private const string ApiPath = "v1/chat/completions";
    private const string Data = "data:";
    private const int MaxErrorLength = 64 * 1024;

    /// <summary>Asks once.</summary>
    /// <param name="endpoint">Of the server, e.g. <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="key">Bearer key, or null.</param>
    /// <param name="prompt">The question.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Gets the reply, and a line end after it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<ChatReply>> AskAsync(
        Uri endpoint, string? key, string prompt, ChatOptions options, TextWriter output, CancellationToken cancellation)
    {
        using var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = Request(endpoint, key, prompt, options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        var name = options.Service is { } service ? $"service `{service}`" : $"`{endpoint}`";
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            // The limit is for the first byte: a long reply may take its time.
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            if (!response.IsSuccessStatusCode)
                return await RefusalAsync(name, endpoint, response, limit.Token);
            return options.Json
                ? await CopyAsync(name, response, output, limit.Token)
                : await StreamAsync(name, response, output, limit.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable })
        {
            return ChatDiagnostics.NotRunning(name, endpoint);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ChatDiagnostics.Broken(name, (e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ChatDiagnostics.Silent(name, options.Timeout);
        }
    }

    private static HttpRequestMessage Request(Uri endpoint, string? key, string prompt, ChatOptions options)
    {
        var messages = new List<ChatMessage>();
        if (options.System is { } system)
            messages.Add(new ChatMessage("system", system));
        messages.Add(new ChatMessage("user", prompt));
        var body = new ChatRequestBody(messages, Stream: !options.Json, options.Model, options.Temperature, options.MaxTokens);
        var address = endpoint.Scheme == ChatTransport.UnixScheme ? new Uri("http://localhost/") : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, ApiPath))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ChatJson.Default.ChatRequestBody))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private static async Task<Diagnostic> RefusalAsync(string name, Uri endpoint, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return ChatDiagnostics.KeyRefused(name, (int)response.StatusCode);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
            return ChatDiagnostics.NotOpenAi(name, endpoint);
        var buffer = new byte[MaxErrorLength];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return ChatDiagnostics.Refused(name, (int)response.StatusCode, ErrorMessage(Encoding.UTF8.GetString(buffer, 0, count)));
    }

    private static async Task<Result<ChatReply>> CopyAsync(
        string name, HttpResponseMessage response, TextWriter output, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (Parse(text) is not { Choices: [{ Message.Content: { } content } choice, ..] })
            return ChatDiagnostics.NotUnderstood(name);
        await output.WriteLineAsync(text.TrimEnd().AsMemory(), cancellation);
        return new ChatReply(content, choice.FinishReason);
    }

    private static async Task<Result<ChatReply>> StreamAsync(
        string name, HttpResponseMessage response, TextWriter output, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            return ChatDiagnostics.NotUnderstood(name);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
        var reply = new StringBuilder();
        string? finish = null;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            // Blank lines end events, and lines that begin with a colon are comments that keep the connection alive.
            if (!line.StartsWith(Data, StringComparison.Ordinal))
                continue;
            var data = line[Data.Length..].Trim();
            if (data == "[DONE]")
            {
                await output.WriteLineAsync();
                return new ChatReply(reply.ToString(), finish);
            }

            if (Parse(data) is not { } answer)
                return ChatDiagnostics.NotUnderstood(name);
            if (answer.Error is { } error)
                return ChatDiagnostics.Broken(name, error.Message ?? "it reported an error");
            if (answer.Choices is not [var choice, ..])
                continue;
            finish = choice.FinishReason ?? finish;
            if (choice.Delta?.Content is { Length: > 0 } piece)
            {
                reply.Append(piece);
                await output.WriteAsync(piece.AsMemory(), cancellation);
                await output.FlushAsync(cancellation);
            }
        }

        await output.WriteLineAsync();
        return ChatDiagnostics.Broken(name, "the reply ended early");
    }

    private static ChatAnswer? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChatJson.Default.ChatAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ErrorMessage(string body) =>
        Parse(body)?.Error?.Message ?? body.AsSpan().Trim().ToString().Split('\n')[0];
}
