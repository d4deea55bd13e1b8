namespace EnvCompiler.Resolve.Publishing;

/// <summary>A build that is in a catalog now.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Name">The build.</param>
/// <param name="IsNew">Whether the catalog changed.</param>
public sealed record PublishedBuild(string Package, string Version, string Name, bool IsNew);
