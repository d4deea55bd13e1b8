namespace EnvCompiler.Ship.Images;

/// <summary>What was brought to a repository.</summary>
/// <param name="Digest">Of the index.</param>
/// <param name="Blobs">Blobs that had to be sent.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record PublishedImages(string Digest, int Blobs, long Bytes);
