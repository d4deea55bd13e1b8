using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Gives images to a container engine of this machine, as <c>NAME:TAG</c>.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="engine">Its program.</param>
internal sealed class ImageLoader(CliContext context, string engine)
{
    /// <summary>Loads them.</summary>
    /// <returns>What is wrong; null where all are there.</returns>
    internal async Task<Diagnostic?> LoadAsync(string name, IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        // Podman would take a name without a registry for Docker Hub's.
        var engineName = engine == ContainerEngines.Podman ? $"localhost/{EngineName.Of(name)}" : EngineName.Of(name);
        foreach (var image in images)
        {
            using var archive = new ArchiveRepository(new RepositoryName(Registry: null, engine), engineName);
            if (!(await new ImagePublisher(archive).PublishAloneAsync(image, image.Tag, cancellation)).TryGet(out _, out var problems))
                return problems[0];
            Diagnostic? damaged = null;
            var said = await context.Processes.RunAsync(engine, ["load"], input => damaged = archive.Write(input, cancellation), cancellation);
            if (damaged is not null)
                return damaged;
            if (said is not { ExitCode: 0 })
                return CommandLineDiagnostics.ContainerToolFailed(engine, ContainerEngines.Other(engine), said?.Error ?? "");
            foreach (var line in said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                context.UserInterface.Say(line);
        }

        return null;
    }
}
