using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Gives images to the container engine of this machine, as <c>NAME:TAG</c>.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class ImageLoader(CliContext context)
{
    private const string Podman = "podman";

    private static readonly string[] s_tools = ["docker", Podman];

    /// <summary>Loads them.</summary>
    /// <returns>What is wrong; null where all are there.</returns>
    internal async Task<Diagnostic?> LoadAsync(string name, IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        if (Array.Find(s_tools, IsOnPath) is not { } tool)
            return CommandLineDiagnostics.NoContainerTool();
        foreach (var image in images)
        {
            // Podman would take a name without a registry for Docker Hub's.
            using var archive = new ArchiveRepository(new RepositoryName(Registry: null, tool), tool == Podman ? $"localhost/{EngineName.Of(name)}" : EngineName.Of(name));
            if (!(await new ImagePublisher(archive).PublishAloneAsync(image, image.Tag, cancellation)).TryGet(out _, out var problems))
                return problems[0];
            Diagnostic? damaged = null;
            var said = await context.Processes.RunAsync(tool, ["load"], input => damaged = archive.Write(input, cancellation), cancellation);
            if (damaged is not null)
                return damaged;
            if (said is not { ExitCode: 0 })
                return CommandLineDiagnostics.ContainerToolFailed(tool, said?.Error ?? "");
            foreach (var line in said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                context.UserInterface.Say(line);
        }

        return null;
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, tool)));
}
