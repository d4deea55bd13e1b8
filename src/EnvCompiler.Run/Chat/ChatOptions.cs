namespace EnvCompiler.Run.Chat;

/// <summary>How a question is asked.</summary>
public sealed record ChatOptions
{
    /// <summary>Model name for servers that have several; null leaves it to the server.</summary>
    public string? Model { get; init; }

    /// <summary>Instruction before the question, or null.</summary>
    public string? System { get; init; }

    /// <summary>Sampling temperature; null leaves it to the server.</summary>
    public double? Temperature { get; init; }

    /// <summary>Most tokens of the reply; null leaves it to the server.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Write the server's JSON answer as it is, not streamed.</summary>
    public bool Json { get; init; }

    /// <summary>Limit until the server begins to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The service that is asked, for messages.</summary>
    public string? Service { get; init; }
}
