namespace EnvCompiler.Ship.Distribution;

/// <summary>What an image runs on (image-spec, image-index.md, <c>platform</c>).</summary>
/// <param name="Architecture">Go's name of it: <c>amd64</c>, <c>arm64</c>.</param>
/// <param name="Os"><c>linux</c>.</param>
public sealed record Platform(string Architecture, string Os);
