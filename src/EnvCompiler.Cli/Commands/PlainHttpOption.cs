using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>--plain-http</c> of the commands that talk to registries.</summary>
public static class PlainHttpOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<bool> Create() => new("--plain-http") { Description = "Reach the registry by HTTP without TLS; one on this machine always is" };
}
