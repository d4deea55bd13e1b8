using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>--trust</c> of commands that fetch what a manifest includes.</summary>
internal static class TrustOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<bool> Create() => new("--trust") { Description = "Include environments of registries without asking, this once" };
}
