using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>What <c>docker-credential-NAME get</c> prints.</summary>
internal sealed record HelperAnswer
{
    [JsonPropertyName("Username")]
    public string? UserName { get; init; }

    [JsonPropertyName("Secret")]
    public string? Secret { get; init; }
}
