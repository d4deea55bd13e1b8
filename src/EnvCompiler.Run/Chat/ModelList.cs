namespace EnvCompiler.Run.Chat;

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
internal sealed record ModelList(IReadOnlyList<ModelEntry>? Data);
