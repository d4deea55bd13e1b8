using System.CommandLine;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc init</c>: a new environment.</summary>
public sealed class InitCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = new("--dir", "-d") { HelpName = "DIR", Description = "Directory to make the environment in (default: the current one)" };

    /// <summary>The command.</summary>
    public InitCommand(CliContext context)
        : base("init", "Writes a manifest to start from")
    {
        this.context = context;
        Add(directory.OfPath());
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var chosen = parsed.GetValue(directory) ?? ".";
        if (ManifestLocator.Find(chosen).TryGet(out var existing, out _))
            return context.Fail([CommandLineDiagnostics.EnvironmentExists(existing.Manifest)]);
        var environment = Path.GetFullPath(chosen);
        var writer = new FileWriter(context.Files);
        writer.EnsureSyncedDirectory(environment);
        var ignored = Path.Combine(environment, ".gitignore");
        if (!File.Exists(ignored))
            writer.Replace(ignored, ".envc/\n"u8);
        // The manifest makes it an environment, so it comes last.
        var manifest = Path.Combine(environment, "manifest.toml");
        writer.Replace(manifest, Template());
        context.UserInterface.Say($"wrote {manifest}: edit its [install], then `envc activate`");
        return ExitCodes.Done;
    }

    private static byte[] Template()
    {
        using var resource = typeof(InitCommand).Assembly.GetManifestResourceStream("init/manifest.toml")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
