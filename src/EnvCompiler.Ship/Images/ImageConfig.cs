using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Images;

/// <summary>What is asked of an image's config (image-spec, config.md).</summary>
internal sealed record ImageConfig
{
    /// <summary>How it is run.</summary>
    public ImageExecution? Config { get; init; }

    /// <summary>A label, or null.</summary>
    internal string? Label(string name) => Config?.Labels?.GetValueOrDefault(name);

    /// <summary>The part of it with the labels.</summary>
    internal sealed record ImageExecution
    {
        /// <summary>Labels; null for none.</summary>
        [JsonPropertyName("Labels")]
        public Dictionary<string, string>? Labels { get; init; }
    }
}
