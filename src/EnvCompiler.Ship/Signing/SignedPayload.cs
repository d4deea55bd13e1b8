using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Signing;

/// <summary>What of a payload matters (containers-signature(5)).</summary>
internal sealed record SignedPayload
{
    public CriticalPart? Critical { get; init; }

    internal sealed record CriticalPart
    {
        public IdentityPart? Identity { get; init; }

        public ImagePart? Image { get; init; }

        public string? Type { get; init; }
    }

    internal sealed record IdentityPart
    {
        [JsonPropertyName("docker-reference")]
        public string? Repository { get; init; }
    }

    internal sealed record ImagePart
    {
        [JsonPropertyName("docker-manifest-digest")]
        public string? Digest { get; init; }
    }
}
