namespace EnvCompiler.Model.Configurations;

/// <summary>Keys of which one must have signed what is pulled out of a repository.</summary>
/// <param name="Files">Files of public keys, absolute.</param>
/// <param name="SignedAs">The repository's name that the signature is about.</param>
/// <param name="Origin">The configuration file that asks for it.</param>
public sealed record RequiredKeys(IReadOnlyList<string> Files, string SignedAs, string Origin);
