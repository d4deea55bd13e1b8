namespace EnvCompiler.Run.Chat;

/// <summary>One vector of an answer.</summary>
internal sealed record EmbeddingEntry(IReadOnlyList<float>? Embedding);
