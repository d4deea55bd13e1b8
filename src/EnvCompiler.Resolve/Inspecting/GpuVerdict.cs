using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Whether files run on one kind of GPU.</summary>
/// <param name="Sm">The GPU's SM.</param>
/// <param name="Verdict">The weakest of all fat binaries that count; every driver is taken to be new enough.</param>
/// <param name="Driver">The lowest driver that compiles the PTX; null where none has to.</param>
/// <param name="PtxSize">Bytes of PTX that the driver compiles there, unpacked.</param>
public sealed record GpuVerdict(SmVersion Sm, CodeVerdict Verdict, DriverVersion? Driver, long PtxSize);
