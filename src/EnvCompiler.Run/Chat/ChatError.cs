namespace EnvCompiler.Run.Chat;

/// <summary>What a server says went wrong.</summary>
internal sealed record ChatError(string? Message);
