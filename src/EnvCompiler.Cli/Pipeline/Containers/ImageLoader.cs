using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Gives images to the container engine of this machine, as <c>NAME:TAG</c>.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class ImageLoader(CliContext context)
{
    private static readonly string[] s_tools = ["docker", "podman"];

    /// <summary>Loads them.</summary>
    /// <returns>What is wrong; null where all are there.</returns>
    internal async Task<Diagnostic?> LoadAsync(string name, IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        if (Array.Find(s_tools, IsOnPath) is not { } tool)
            return CommandLineDiagnostics.NoContainerTool();
        foreach (var image in images)
        {
            using var layout = new TemporaryLayout(context);
            if (!context.OpenRepository(layout.Name, plainHttp: false).TryGet(out var repository, out var problems))
                return problems[0];
            using (repository)
            {
                if (!(await new ImagePublisher(repository).PublishAloneAsync(image, $"{RepositoryOf(name)}:{image.Tag}", cancellation)).TryGet(out _, out problems))
                    return problems[0];
            }

            var archive = Path.Combine(Path.GetDirectoryName(layout.Name.Path)!, "image.tar");
            layout.WriteArchive(archive);
            if (await context.Processes.RunAsync(tool, ["load", "-i", archive], cancellation) is not { ExitCode: 0 } said)
                return CommandLineDiagnostics.ContainerToolFailed(tool, "it ended with a failure; run it with `-o FILE.tar` to see why");
            foreach (var line in said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                context.UserInterface.Say(line);
        }

        return null;
    }

    // Engines take lower-case names alone.
    private static string RepositoryOf(string name)
    {
        var text = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return text.Length > 0 ? text : "environment";
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, tool)));
}
