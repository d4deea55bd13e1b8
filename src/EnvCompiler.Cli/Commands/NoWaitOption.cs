using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>--no-wait</c> of the commands that change an environment.</summary>
public static class NoWaitOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<bool> Create() => new("--no-wait") { Description = "Fail where another envc works on the environment, instead of waiting for it" };
}
