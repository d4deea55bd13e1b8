namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>What a person logged in with. <see cref="object.ToString"/> says nothing of it.</summary>
/// <param name="UserName">User name; empty with an identity token.</param>
/// <param name="Password">Password or access token; empty with an identity token.</param>
/// <param name="IdentityToken">A refresh token (OAuth 2) instead, or null.</param>
/// <param name="Origin">The file or helper that it is of, for messages.</param>
public sealed record Credential(string UserName, string Password, string? IdentityToken, string Origin)
{
    /// <inheritdoc/>
    public override string ToString() => $"a credential of {Origin}";
}
