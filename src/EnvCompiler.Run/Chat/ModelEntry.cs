namespace EnvCompiler.Run.Chat;

/// <summary>A model that a server has.</summary>
internal sealed record ModelEntry(string? Id);
