namespace EnvCompiler.Run.Chat;

/// <summary>A finished reply.</summary>
/// <param name="Text">All of it.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c>, …, or null when the server did not say.</param>
public sealed record ChatReply(string Text, string? FinishReason);
