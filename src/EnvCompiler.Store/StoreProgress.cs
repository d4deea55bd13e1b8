namespace EnvCompiler.Store;

/// <summary>How far a phase is. Reports come from several threads; within a phase the numbers only grow.</summary>
/// <param name="Phase">Which phase.</param>
/// <param name="Done">Packages done in this phase.</param>
/// <param name="Total">Packages this phase has to do; what the store holds already is not counted.</param>
/// <param name="Bytes">Bytes of artifacts done in this phase, a part of an artifact in flight included.</param>
/// <param name="TotalBytes">Bytes of artifacts this phase has to do.</param>
/// <param name="Package">The package this report is about, or null.</param>
public sealed record StoreProgress(StorePhase Phase, int Done, int Total, long Bytes, long TotalBytes, string? Package);
