namespace EnvCompiler.Run.Chat;

/// <summary>An answer, or one event of a streamed one.</summary>
internal sealed record ChatAnswer(IReadOnlyList<ChatChoice>? Choices, ChatError? Error);
