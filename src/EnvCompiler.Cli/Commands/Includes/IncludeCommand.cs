using System.CommandLine;

namespace EnvCompiler.Cli.Commands.Includes;

/// <summary><c>envc include …</c>.</summary>
public sealed class IncludeCommand : Command
{
    /// <summary>The command and its verbs.</summary>
    public IncludeCommand(CliContext context)
        : base("include", "Shows the environments that the manifest includes, and takes over what they are now")
    {
        Add(new ListIncludesCommand(context));
        Add(new UpgradeIncludesCommand(context));
    }
}
