using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Images;
using EnvCompiler.Store;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>An environment to images, and these to where they are wanted.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class Containerizer(CliContext context, EnvironmentLayout layout)
{
    private readonly EnvironmentPipeline pipeline = new(context, layout);

    /// <summary>Does it.</summary>
    internal async Task<Result<ContainerizeReport>> RunAsync(ContainerizeRequest request, CancellationToken cancellation)
    {
        if (!(await OpenAsync(request.Targets, cancellation)).TryGet(out var sources, out var problems))
            return Result<ContainerizeReport>.Failure(problems);
        // The layers, and the roots of what an image has of the generation, until they are where they are wanted.
        await using var lease = await context.LeaseDerivedAsync(cancellation);
        var images = new List<ImageReport>();
        foreach (var source in sources)
        {
            if (!(await new ImageBuilder(context, pipeline, request.Options).BuildAsync(source, cancellation)).TryGet(out var image, out problems))
                return Result<ContainerizeReport>.Failure(problems);
            context.UserInterface.Report(problems);
            images.Add(image);
        }

        var built = images.ConvertAll(image => image.Image);
        PublishedImages? published = null;
        if (request.Repository is { } name && !(await PublishAsync(name, request.PlainHttp, built, cancellation)).TryGet(out published, out problems))
            return Result<ContainerizeReport>.Failure(problems);
        if (request.Output is { } output && !(await WriteAsync(output, sources[0].Name, built, cancellation)).TryGet(out published, out problems))
            return Result<ContainerizeReport>.Failure(problems);
        if (request.Engine is { } engine && await new ImageLoader(context, engine).LoadAsync(sources[0].Name, built, cancellation) is { } failed)
            return failed;
        return ReportOf(images, published);
    }

    // The live generation where it is what manifest and lock say, with these targets; a new one otherwise.
    private async Task<Result<IReadOnlyList<ImageSource>>> OpenAsync(IReadOnlyList<Target> asked, CancellationToken cancellation)
    {
        var live = LiveGeneration.TryOpen(layout) is { } found && found.IsFresh(VersionCommand.Current) ? found : null;
        var read = live is null ? await pipeline.LockAsync(checkOnly: false, cancellation) : EnvironmentPipeline.Read(live);
        if (!read.TryGet(out var environment, out var problems))
            return Result<IReadOnlyList<ImageSource>>.Failure(problems);
        var system = HostContext.Current().System;
        var targets = asked.Count > 0 ? asked : [.. environment.Lock.Targets.Keys.Select(Parse).Where(target => target.System == system)];
        if (targets.Where(target => !environment.Lock.Targets.ContainsKey(target.ToString())).Select(StoreDiagnostics.NotLocked).ToArray() is { Length: > 0 } unknown)
            return Result<IReadOnlyList<ImageSource>>.Failure(unknown);
        if (live is null || !targets.All(live.Has))
        {
            if (!(await pipeline.BuildAsync(targets, cancellation)).TryGet(out var built, out problems))
                return Result<IReadOnlyList<ImageSource>>.Failure(problems);
            context.UserInterface.Report(problems);
            live = new LiveGeneration(layout, built.Number);
            if (!EnvironmentPipeline.Read(live).TryGet(out environment, out problems))
                return Result<IReadOnlyList<ImageSource>>.Failure(problems);
        }

        if (!(await pipeline.RealiseAsync(live, targets, cancellation)).TryGet(out _, out problems))
            return Result<IReadOnlyList<ImageSource>>.Failure(problems);
        return Result<IReadOnlyList<ImageSource>>.Success([.. targets.Select(target => new ImageSource { Layout = layout, Generation = live, Environment = environment, Target = target })]);
    }

    private async Task<Result<PublishedImages>> PublishAsync(RepositoryName name, bool plainHttp, IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        if (!context.OpenRepository(name, plainHttp).TryGet(out var repository, out var problems))
            return Result<PublishedImages>.Failure(problems);
        using (repository)
            return await new ImagePublisher(repository).PublishAsync(images, cancellation);
    }

    private async Task<Result<PublishedImages>> WriteAsync(ImageOutput output, string name, IReadOnlyList<BuiltImage> images, CancellationToken cancellation)
    {
        if (!output.IsArchive)
            return await PublishAsync(new RepositoryName(Registry: null, Path.GetFullPath(output.Path)), plainHttp: false, images, cancellation);
        using var archive = new ArchiveRepository(new RepositoryName(Registry: null, output.Path), EngineName.Of(name));
        if (!(await new ImagePublisher(archive).PublishAsync(images, cancellation)).TryGet(out var published, out var problems))
            return Result<PublishedImages>.Failure(problems);
        return new ArchiveFile(context).Write(archive, output, cancellation) is { } problem ? problem : published;
    }

    private static Target Parse(string name) => Target.TryParse(name, out var target) ? target : throw new InvalidOperationException($"{name} is not a target");

    private static ContainerizeReport ReportOf(List<ImageReport> images, PublishedImages? published)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var described = new List<ContainerizedImage>();
        foreach (var (image, notes, _) in images)
        {
            var shared = image.Layers.Where(layer => seen.Contains(layer.Layer.Sha256)).ToArray();
            described.Add(new ContainerizedImage
            {
                Target = image.Target.ToString(),
                Tag = image.Tag,
                Digest = image.Manifest.Descriptor.Digest.ToString(),
                Size = image.Size,
                Layers = [.. image.Layers.Select(layer => new ContainerizedLayer(layer.Title, $"sha256:{layer.Layer.Sha256}", layer.Layer.Size))],
                SharedLayers = shared.Length,
                SharedBytes = shared.Sum(layer => layer.Layer.Size),
                Notes = notes,
            });
            seen.UnionWith(image.Layers.Select(layer => layer.Layer.Sha256));
        }

        return new ContainerizeReport
        {
            Generation = images[0].Image.Generation,
            Images = described,
            Index = published?.Digest,
            SentBlobs = published?.Blobs,
            SentBytes = published?.Bytes,
        };
    }
}
