namespace EnvCompiler.Toml.Values;

/// <summary>One key of a table.</summary>
/// <param name="Key">Without quotes, escapes resolved.</param>
/// <param name="KeySpan">Where the key was first written.</param>
/// <param name="Value">Its value.</param>
public sealed record TomlEntry(string Key, TomlSpan KeySpan, TomlValue Value);
