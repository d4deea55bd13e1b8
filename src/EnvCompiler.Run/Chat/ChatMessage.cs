namespace EnvCompiler.Run.Chat;

/// <summary>One message; in a stream, a piece of one.</summary>
internal sealed record ChatMessage(string? Role, string? Content);
