namespace EnvCompiler.Host.Network;

/// <summary>One enabled place that the host's apt gets binary packages from.</summary>
/// <param name="Uri">Base address, ends with a slash.</param>
/// <param name="Suites">Suites asked for there.</param>
/// <param name="SignedBy">Keyring option, or null.</param>
internal sealed record AptSource(Uri Uri, IReadOnlyList<string> Suites, string? SignedBy);
