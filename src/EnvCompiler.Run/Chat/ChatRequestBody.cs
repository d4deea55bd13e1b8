namespace EnvCompiler.Run.Chat;

/// <summary>Request of <c>POST /v1/chat/completions</c>.</summary>
internal sealed record ChatRequestBody(
    IReadOnlyList<ChatMessage> Messages, bool Stream, string? Model, double? Temperature, int? MaxTokens);
