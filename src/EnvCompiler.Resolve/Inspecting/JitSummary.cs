namespace EnvCompiler.Resolve.Inspecting;

/// <summary>A kind of GPU on which files run once the driver has compiled their PTX.</summary>
/// <param name="Sm">Its SM.</param>
/// <param name="Driver">The lowest driver that understands the PTX.</param>
/// <param name="PtxSize">Bytes of PTX that it compiles, unpacked.</param>
public sealed record JitSummary(string Sm, string? Driver, long PtxSize);
