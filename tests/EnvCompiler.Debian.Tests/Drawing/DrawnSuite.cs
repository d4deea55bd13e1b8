namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>A draw, carried out.</summary>
/// <param name="Draw">What was drawn.</param>
/// <param name="File">The plain Packages file.</param>
/// <param name="Archive">The same as a catalog of envc.</param>
/// <param name="Packages">The drawn packages, each locked alone.</param>
public sealed record DrawnSuite(PackageDraw Draw, string File, Archive Archive, IReadOnlyList<DrawnPackage> Packages);
