using EnvCompiler.Model.Locks;

namespace EnvCompiler.Compile.Images;

/// <summary>A package of an SPDX document.</summary>
/// <param name="Package">As locked.</param>
/// <param name="Licences">Short names of its licences as Debian has them; null where nobody says them.</param>
public sealed record SpdxPackage(LockedPackage Package, IReadOnlyList<string>? Licences);
