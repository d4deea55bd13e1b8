namespace EnvCompiler.Compile.Systemd;

/// <summary>A file or directory of the host that a unit sees, read-only.</summary>
/// <param name="Source">Absolute path on the host.</param>
/// <param name="Place">Absolute path inside; its mount point is in the unit's root.</param>
/// <param name="IsOptional">Left out where the host has it no more.</param>
public sealed record UnitBind(string Source, string Place, bool IsOptional = false);
