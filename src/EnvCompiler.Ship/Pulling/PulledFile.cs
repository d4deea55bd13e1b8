using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Pulling;

/// <summary>A model's file in a repository.</summary>
/// <param name="Path">Its path in the environment; not checked yet.</param>
/// <param name="Blob">Its content.</param>
public sealed record PulledFile(string Path, Descriptor Blob);
