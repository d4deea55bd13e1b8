namespace EnvCompiler.Ship.Signing;

/// <summary>Keys of which one must have signed what is pulled.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="SignedAs">The repository's name that signatures must be about; null for any.</param>
/// <param name="Origin">The configuration file that asks for it, for messages.</param>
public sealed record KeyRing(IReadOnlyList<PublicKey> Keys, string? SignedAs, string Origin);
