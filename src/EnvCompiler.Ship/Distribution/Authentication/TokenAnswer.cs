using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>What a token server answers (distribution, "Token Authentication Specification").</summary>
internal sealed record TokenAnswer
{
    /// <summary>The token.</summary>
    public string? Token { get; init; }

    /// <summary>The token by OAuth 2's name.</summary>
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }
}
