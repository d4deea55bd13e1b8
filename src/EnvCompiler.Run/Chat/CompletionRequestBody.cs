namespace EnvCompiler.Run.Chat;

/// <summary>Request of <c>POST /v1/completions</c>.</summary>
internal sealed record CompletionRequestBody(string Prompt, string? Model, int? MaxTokens);
