using System.Text.Json.Serialization;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>One entry of <c>auths</c>.</summary>
internal sealed record CredentialEntry
{
    /// <summary>Base64 of <c>USER:PASSWORD</c>.</summary>
    public string? Auth { get; init; }

    /// <summary>A refresh token.</summary>
    [JsonPropertyName("identitytoken")]
    public string? IdentityToken { get; init; }
}
