namespace EnvCompiler.TestKit;

/// <summary>What a client asked for.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Header fields; names in any case.</param>
public sealed record HttpTestRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary><c>GET</c>, <c>POST</c>, …</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What came with it, where its length was said; UTF-8.</summary>
    public string Body { get; init; } = "";
}
