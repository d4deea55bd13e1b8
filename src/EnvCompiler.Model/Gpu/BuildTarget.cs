namespace EnvCompiler.Model.Gpu;

/// <summary>What builds are chosen for: hosts that nobody looks at, described by what they promise.</summary>
/// <param name="System"><c>x86_64-linux</c>.</param>
/// <param name="Sm">The GPUs' SM; null for hosts without.</param>
/// <param name="Driver">The lowest driver; null where nothing is promised, and then every driver is taken to be new enough.</param>
/// <param name="Cpu">The least processor.</param>
public sealed record BuildTarget(string System, SmVersion? Sm, DriverVersion? Driver, CpuLevel Cpu);
