namespace EnvCompiler.Run.Chat;

/// <summary>One reply of an answer: whole (<c>message</c>; <c>text</c> of a completion) or a piece (<c>delta</c>).</summary>
internal sealed record ChatChoice(ChatMessage? Message, ChatMessage? Delta, string? FinishReason, string? Text = null);
