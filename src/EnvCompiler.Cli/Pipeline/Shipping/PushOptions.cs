namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>How to push.</summary>
/// <param name="WithPackages">Packages and models of the live generation too.</param>
/// <param name="Force">Take the place of what diverged.</param>
/// <param name="PlainHttp">By HTTP without TLS.</param>
internal sealed record PushOptions(bool WithPackages, bool Force, bool PlainHttp)
{
    /// <summary>Sign with this key; null for no signature.</summary>
    public string? KeyFile { get; init; }
}
