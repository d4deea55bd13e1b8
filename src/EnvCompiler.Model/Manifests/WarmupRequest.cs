namespace EnvCompiler.Model.Manifests;

/// <summary>A request that a service must have answered before it counts as ready: exactly one of <c>chat</c>, <c>completion</c>, <c>embedding</c> and <c>http</c>.</summary>
public sealed record WarmupRequest
{
    /// <summary>Text of a user's message to <c>/v1/chat/completions</c>.</summary>
    public string? Chat { get; init; }

    /// <summary>Prompt to <c>/v1/completions</c>.</summary>
    public string? Completion { get; init; }

    /// <summary>Text to <c>/v1/embeddings</c>.</summary>
    public string? Embedding { get; init; }

    /// <summary>Path on the service's own host and port or a whole <c>http://</c> or <c>https://</c> URL; its answer must be 2xx.</summary>
    public string? Http { get; init; }

    /// <summary>Of <c>http</c>: the request's method; absent means POST with a body and GET without one.</summary>
    public string? Method { get; init; }

    /// <summary>Of <c>http</c>: headers of the request by name; a body is JSON unless <c>Content-Type</c> says otherwise.</summary>
    public SortedDictionary<string, string>? Headers { get; init; }

    /// <summary>Of <c>http</c>: the request's body.</summary>
    public string? Body { get; init; }

    /// <summary>Of <c>chat</c> and <c>completion</c>: most tokens of the answer; absent means 16.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Limit of the whole answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
