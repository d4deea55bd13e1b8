namespace EnvCompiler.Run.Chat;

/// <summary>One reply of an answer: whole (<c>message</c>) or a piece (<c>delta</c>).</summary>
internal sealed record ChatChoice(ChatMessage? Message, ChatMessage? Delta, string? FinishReason);
