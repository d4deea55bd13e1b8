using System.CommandLine;
using EnvCompiler.Run.Activation;
using Target = EnvCompiler.Model.Targets.Target;

namespace EnvCompiler.Cli.Commands.Exporting;

/// <summary><c>envc export …</c>.</summary>
public sealed class ExportCommand : Command
{
    /// <summary>The command and its forms.</summary>
    public ExportCommand(CliContext context)
        : base("export", "Writes a generation in the form that a place wants")
    {
        Add(new ExportSystemdCommand(context));
        Add(new ExportKubernetesCommand(context));
        Add(new ExportSlurmCommand(context));
    }

    /// <summary><c>--generation N</c>: which one.</summary>
    internal static Option<int?> Generation() => CheckedOption.Generation("Which generation (default: the live one, made anew where manifest or lock have changed)");

    /// <summary><c>--target T</c>: for which hosts.</summary>
    internal static Option<string?> Target() => new("--target") { HelpName = "TARGET", Description = "A target of the lock, such as `x86_64-linux/sm_90` or `sm_90` (default: this host's)" };

    /// <summary>A target; the accelerator alone means this host's system.</summary>
    internal static Target ParseTarget(string text) => EnvCompiler.Model.Targets.Target.TryParse(text, out var target) ? target : new Target(HostContext.Current().System, text);
}
