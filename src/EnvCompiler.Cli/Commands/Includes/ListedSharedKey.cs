namespace EnvCompiler.Cli.Commands.Includes;

/// <summary>A key of an include that something else has too.</summary>
/// <param name="Key">The key.</param>
/// <param name="Other">The include that outweighs it; absent for the manifest itself.</param>
/// <param name="At">Where that value stands.</param>
/// <param name="Joined">Both count, as lines of a script; else only the other's.</param>
internal sealed record ListedSharedKey(string Key, string? Other, string At, bool Joined);
