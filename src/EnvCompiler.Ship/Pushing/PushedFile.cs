namespace EnvCompiler.Ship.Pushing;

/// <summary>A file that is pushed with a generation, by its hash.</summary>
/// <param name="Path">Where its bytes are, absolute.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Title">The name that a client gives it; of a model its path in the environment.</param>
/// <param name="IsModel">A model's file; otherwise a package.</param>
public sealed record PushedFile(string Path, string Sha256, long Size, string Title, bool IsModel);
