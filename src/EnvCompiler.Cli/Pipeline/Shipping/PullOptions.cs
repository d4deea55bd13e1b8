namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>How to pull.</summary>
/// <param name="Force">Take the repository's generations in the place of those that went another way.</param>
/// <param name="PlainHttp">By HTTP without TLS.</param>
internal sealed record PullOptions(bool Force, bool PlainHttp);
