using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary>
/// An entry of an archive's <c>manifest.json</c>. The image-spec does not know that file, but Docker with its own image store (the default before 29) reads images by it alone, and podman does where a layout has
/// more than one. <c>docker save</c> has written both since 25.
/// </summary>
internal sealed record EngineImage
{
    /// <summary>Where the archive has the config.</summary>
    [JsonPropertyName("Config")]
    public required string Config { get; init; }

    /// <summary>Names that the image is to have, as <c>NAME:TAG</c>.</summary>
    [JsonPropertyName("RepoTags")]
    public required IReadOnlyList<string> RepositoryTags { get; init; }

    /// <summary>Where it has the layers, lowest first.</summary>
    [JsonPropertyName("Layers")]
    public required IReadOnlyList<string> Layers { get; init; }
}
