using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Signing;

/// <summary>Keys of which one must have signed what is pulled.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="SignedAs">The repository's name that signatures must be about; null for any.</param>
/// <param name="Origin">The configuration file that asks for it, for messages.</param>
public sealed record KeyRing(IReadOnlyList<PublicKey> Keys, string? SignedAs, string Origin)
{
    /// <summary>What somebody who signs holds signatures against: the key, about this repository. A layout directory has no name that lasts.</summary>
    internal static KeyRing Of(SigningKey key, RepositoryName repository) => new([key.Public], repository.IsLayout ? null : repository.ToString(), Origin: "");
}
