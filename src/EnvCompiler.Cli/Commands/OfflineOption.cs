using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>--offline</c> of the commands that read package indexes.</summary>
public static class OfflineOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<bool> Create() => new("--offline") { Description = "Use the package indexes of the store; touch no network" };
}
