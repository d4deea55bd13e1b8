namespace EnvCompiler.Host.Machine;

/// <summary>A directory that a store must not forget.</summary>
/// <param name="Directory">Its directory, a real path.</param>
/// <param name="Presence">Whether it is there.</param>
public sealed record KnownDirectory(string Directory, Presence Presence);
