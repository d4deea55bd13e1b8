using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>--restart</c> of the commands that make another generation live.</summary>
public static class RestartOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<bool> Create() => new("--restart") { Description = "Restart the running services that this changes, in the order of their dependencies" };
}
