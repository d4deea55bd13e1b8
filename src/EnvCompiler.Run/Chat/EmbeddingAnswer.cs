namespace EnvCompiler.Run.Chat;

/// <summary>Answer of <c>POST /v1/embeddings</c>.</summary>
internal sealed record EmbeddingAnswer(IReadOnlyList<EmbeddingEntry>? Data, ChatError? Error);
