using System.CommandLine;

namespace EnvCompiler.Cli.Commands.Store;

/// <summary><c>envc store …</c>.</summary>
public sealed class StoreCommand : Command
{
    /// <summary>The command and its verbs.</summary>
    public StoreCommand(CliContext context)
        : base("store", "Looks after the store: downloaded, unpacked and composed packages") =>
        Add(new VerifyStoreCommand(context));
}
