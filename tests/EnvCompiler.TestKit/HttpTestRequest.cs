namespace EnvCompiler.TestKit;

/// <summary>What a client asked for.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Header fields; names in any case.</param>
public sealed record HttpTestRequest(string Path, IReadOnlyDictionary<string, string> Headers);
