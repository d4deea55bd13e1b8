using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>-d DIR</c>: which environment a command is about.</summary>
public static class EnvironmentOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<string?> Create() => new("--dir", "-d")
    {
        Description = "Directory of the environment (default: the current directory, else the active environment)",
        HelpName = "DIR",
    };
}
