namespace EnvCompiler.Host.Network;

/// <summary>What an answer says about its own age (RFC 9110, 8.8), kept to ask later whether there is a newer one.</summary>
/// <param name="EntityTag">The <c>ETag</c> header as sent, or null.</param>
/// <param name="LastModified">The <c>Last-Modified</c> header, or null.</param>
public sealed record Validators(string? EntityTag, DateTimeOffset? LastModified);
