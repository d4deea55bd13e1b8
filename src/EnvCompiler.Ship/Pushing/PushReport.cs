namespace EnvCompiler.Ship.Pushing;

/// <summary>What a push did.</summary>
/// <param name="Generations">Numbers that were pushed.</param>
/// <param name="Blobs">Blobs whose bytes were sent.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Digest">The digest of the live generation's manifest there.</param>
public sealed record PushReport(IReadOnlyList<int> Generations, int Blobs, long Bytes, string Digest);
