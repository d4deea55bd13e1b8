using EnvCompiler.Toml.Values;

namespace EnvCompiler.Toml.Editing;

/// <summary>How far a path leads.</summary>
/// <param name="Table">The deepest table that was entered.</param>
/// <param name="Depth">How many keys of the path were found.</param>
/// <param name="Entry">The last one found, where it is the path's last or no table; null where the next key is missing.</param>
/// <param name="Braces">The innermost inline table that was entered.</param>
/// <param name="BracesDepth">How many keys lead to it.</param>
internal sealed record PathWalk(TomlTable Table, int Depth, TomlEntry? Entry, TomlTable? Braces, int BracesDepth);
