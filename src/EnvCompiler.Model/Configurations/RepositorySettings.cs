namespace EnvCompiler.Model.Configurations;

/// <summary>How one repository is used.</summary>
/// <param name="Keys">A signature by one key of each of these is needed; none means that no signature is.</param>
/// <param name="Realms">Hosts that credentials may be sent to besides the registry's own.</param>
/// <param name="PlainHttp">Whether it is reached by HTTP without TLS; null where nothing is said.</param>
/// <param name="PlainHttpDeniedBy">The host's configuration file, where it forbids that.</param>
public sealed record RepositorySettings(IReadOnlyList<RequiredKeys> Keys, IReadOnlyList<string> Realms, bool? PlainHttp, string? PlainHttpDeniedBy);
