namespace EnvCompiler.Ship.Pushing;

/// <summary>What a push did.</summary>
/// <param name="Generations">Numbers that were pushed.</param>
/// <param name="Signed">Numbers that were signed.</param>
/// <param name="Blobs">Blobs of generations and packages whose bytes were sent.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Digest">The digest of the live generation's manifest there.</param>
public sealed record PushReport(IReadOnlyList<int> Generations, IReadOnlyList<int> Signed, int Blobs, long Bytes, string Digest);
