using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Compile;
using EnvCompiler.Compile.Contained;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Images;
using EnvCompiler.Store;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>A target of a generation to an image whose layers are in the store.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="pipeline">The environment's.</param>
/// <param name="options">How.</param>
internal sealed class ImageBuilder(CliContext context, EnvironmentPipeline pipeline, ImageOptions options)
{
    // Raised when the same things become another image.
    private const int RecipeVersion = 2;

    private static readonly string s_launcher = Path.Combine(AppContext.BaseDirectory, "envc-run");

    private readonly LayerStore layers = new(context.Store, context.Files, context.Time);

    /// <summary>Builds it, or finds it.</summary>
    internal async Task<Result<ImageReport>> BuildAsync(ImageSource source, CancellationToken cancellation)
    {
        var key = KeyOf(source);
        var cache = new ImageCache(context.Store, context.Files, layers);
        if (cache.TryRead(key) is { } known)
            return ReportOf(source, known, isNew: false);
        if (!(await MakeAsync(source, cancellation)).TryGet(out var made, out var problems))
            return Result<ImageReport>.Failure(problems);
        cache.Write(key, made);
        return Result<ImageReport>.Success(ReportOf(source, made, isNew: true), problems);
    }

    private async Task<Result<ImageRecord>> MakeAsync(ImageSource source, CancellationToken cancellation)
    {
        var content = source.Content;
        if (ImageSource.Groups(content) is not [var groupName])
            return CompileDiagnostics.SeveralGroupsInImage(ImageSource.Groups(content));
        if (UnknownServices(source, content) is { } unknown)
            return unknown;
        var contained = source.Contained(content);
        var hostRoots = content.Activation.Roots.OrderByDescending(root => root.Key == groupName).Select(root => RootReader.TryOpen(context.Store, root.Value)!).ToArray();
        string[] hostRootPaths = [.. hostRoots.Select(root => root.Path)];
        if (!LauncherFiles.Of(s_launcher, hostRootPaths).TryGet(out var launcher, out var problems)
            || !LayerCompressor.For(options.Format, hostRootPaths).TryGet(out var compressor, out problems))
            return Result<ImageRecord>.Failure(problems);

        var locked = source.Environment.Lock;
        var group = locked.Targets[source.Target.ToString()].Groups[groupName];
        if (!(await LockedFiles.OpenAsync(context, source.Layout, source.Environment.Source.Manifest, locked, [.. group.Packages.Select(id => locked.Packages[id])], cancellation)).TryGet(out _, out problems)
            || !new ImagePackages(context.Store, locked, groupName, group, hostRoots[0]).Choose(source.Target.ToString(), NeededPrograms.Of(contained, BackendCatalog.Find)).TryGet(out var reduced, out problems)
            || !(await pipeline.RealiseAsync(source.Environment with { Lock = reduced }, source.Target, cancellation)).TryGet(out var roots, out problems))
            return Result<ImageRecord>.Failure(problems);

        var warnings = problems;
        var user = source.Environment.Source.Manifest.Containerize.Config.User is { } name ? ImageUser.Parse(name) : ImageUser.Default;
        var (models, notes) = ImageModels.Of(source, options.WithoutModels);
        var packages = reduced.Targets[source.Target.ToString()].Groups[groupName].Packages;
        var contents = new ImageLayers(context.Store).Of(new ImageContents
        {
            Lock = locked,
            Packages = [.. packages.Select(id => locked.Packages[id])],
            Root = roots[groupName].Path,
            HostRoot = hostRoots[0].Path,
            Launcher = launcher,
            Environment = EnvironmentEntries(contained),
            Models = models,
            User = user,
            Budget = options.Budget,
        });
        if (!(await layers.EnsureAsync(contents, compressor, cancellation)).TryGet(out var stored, out problems))
            return Result<ImageRecord>.Failure(problems);
        var config = ImageConfigCompiler.Compile(new ImageConfigInput
        {
            Name = source.Name,
            Manifest = source.Environment.Source.Manifest,
            Target = source.Target,
            Generation = source.Generation.Number,
            Revision = source.Revision,
            User = user.Numbers,
            Layers = [.. stored.Keys.Zip(contents).Select(layer => (layers.TryOpen(layer.First)!.DiffId, layer.Second.Title))],
        });
        var sbom = new SpdxCompiler(VersionCommand.Current).Compile(
            source.Name, source.Generation.Number, source.Revision, source.Target.ToString(),
            [.. packages.Select(id => new SpdxPackage(locked.Packages[id], PackageLicences.Of(roots[groupName].Path, locked.Packages[id].Name)))]);
        var record = new ImageRecord
        {
            Layers = [.. stored.Keys.Zip(contents).Select(layer => new ImageRecordLayer(layer.First, layer.Second.Title))],
            Config = config,
            Sbom = sbom,
            Notes = [.. ShellNotes(contained), .. notes],
        };
        return Result<ImageRecord>.Success(record, warnings);
    }

    private ImageReport ReportOf(ImageSource source, ImageRecord record, bool isNew) => new(
        new BuiltImage
        {
            Target = source.Target,
            Generation = source.Generation.Number,
            Revision = source.Revision,
            Config = record.Config,
            Layers = [.. record.Layers.Select(layer => new BuiltLayer(layer.Title, layers.TryOpen(layer.Key)!, layers.PathOf(layer.Key)))],
            Sbom = record.Sbom,
        },
        record.Notes,
        isNew);

    private static Diagnostic? UnknownServices(ImageSource source, TargetContent content)
    {
        var manifest = source.Environment.Source;
        return manifest.Manifest.Containerize.Config.Cmd.Where(name => !content.Services.Services.ContainsKey(name)).ToArray() is { Length: > 0 } unknown
            ? CompileDiagnostics.UnknownImageService(manifest, unknown)
            : null;
    }

    private static IEnumerable<string> ShellNotes(ContainedFiles contained) => contained.WithShell.Select(command => $"{command.What} brings bash into the image: {command.Reason}");

    private static List<ImageEntry> EnvironmentEntries(ContainedFiles contained)
    {
        var directory = ContainedLayout.Environment[1..];
        var entries = new List<ImageEntry> { new ImageEntry.Directory(directory), new ImageEntry.Directory(ContainedLayout.Bin[1..]) };
        entries.AddRange(contained.Files.Select(file => new ImageEntry.Made($"{directory}/{file.Key}", file.Value, IsProgram: false)));
        // Which engines there are only the generation knows, and it says so by what its services and commands use.
        foreach (var script in BackendCatalog.Names.SelectMany(name => BackendCatalog.Find(name)!.Scripts))
            entries.Add(new ImageEntry.Symlink($"{ContainedLayout.Bin[1..]}/{script}", "../envc-run"));
        return entries;
    }

    // Everything that the image is a function of; the launcher by its time and size, as the key is this host's alone.
    private string KeyOf(ImageSource source)
    {
        var launcher = new FileInfo(s_launcher);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"envc-image {RecipeVersion} {VersionCommand.Current} {Environment.Version}\n")
            .Append(CultureInfo.InvariantCulture, $"{launcher.Length} {launcher.LastWriteTimeUtc.Ticks}\n")
            .Append(CultureInfo.InvariantCulture, $"{source.Generation.Number} {source.Revision} {source.Target}\n{options}\n{source.Name}\n");
        foreach (var entry in ImageModels.Of(source, options.WithoutModels).Entries.OfType<ImageEntry.File>())
            text.Append(CultureInfo.InvariantCulture, $"{entry.Path} {entry.Size} {File.GetLastWriteTimeUtc(entry.Source).Ticks}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
