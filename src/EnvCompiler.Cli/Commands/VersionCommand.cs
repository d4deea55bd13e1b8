using System.CommandLine;
using System.Reflection;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc version</c>.</summary>
public sealed class VersionCommand : Command
{
    /// <summary>The command.</summary>
    public VersionCommand(CliContext context)
        : base("version", "Prints the version of envc") =>
        SetAction(_ => context.UserInterface.Output.WriteLine(Current));

    /// <summary>E.g. <c>0.1.0</c>; part of every generation.</summary>
    public static string Current { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
