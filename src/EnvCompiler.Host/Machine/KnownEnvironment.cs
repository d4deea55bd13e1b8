namespace EnvCompiler.Host.Machine;

/// <summary>An environment that uses a store.</summary>
/// <param name="Directory">Its directory, a real path.</param>
/// <param name="Presence">Whether it is there.</param>
public sealed record KnownEnvironment(string Directory, EnvironmentPresence Presence);
