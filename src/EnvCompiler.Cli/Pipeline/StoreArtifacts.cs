using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Store;
using EnvCompiler.Store.Collecting;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>
/// What the files of native packages say, read from the store, where they are unpacked anyway. It is kept there by the artifact's hash, so each is read
/// once.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="progress">Told of progress; null for nobody.</param>
internal sealed class StoreArtifacts(CliContext context, IProgress<StoreProgress>? progress = null) : IArtifactReader
{
    /// <summary>Who is asked for artifacts that are in no directory.</summary>
    public IReadOnlyList<IArtifactSource> Sources { get; init; } = [];

    /// <inheritdoc/>
    public async Task<Result<ArtifactFacts>> ReadAsync(LockedPackage package, string directory, CancellationToken cancellation)
    {
        var place = context.Store.Inspection(package.Sha256);
        if (ReadKept(place) is { } kept)
            return kept;
        var needs = new StoreNeeds();
        needs.Artifacts.Add(package.Sha256);
        await using var lease = await StoreLease.AcquireAsync(context.Store, context.Files, context.Time, needs, cancellation);
        var opening = OpenAsync(package, directory, cancellation);
        if (!(await opening).TryGet(out var tree, out var problems) || !ArtifactFacts.Read(tree).TryGet(out var facts, out problems))
            return Result<ArtifactFacts>.Failure(problems);
        var writer = new FileWriter(context.Files);
        writer.EnsureDirectory(Path.GetDirectoryName(place)!);
        writer.Replace(place, JsonSerializer.SerializeToUtf8Bytes(facts, CliJson.Default.ArtifactFacts));
        return facts;
    }

    private async Task<Result<string>> OpenAsync(LockedPackage package, string directory, CancellationToken cancellation)
    {
        var trees = new PackageTrees(context.Store, context.Files, context.Http, context.Time)
        {
            Catalogs = Sources.Any(source => source.Serves(package)) ? new Dictionary<string, string>() : new Dictionary<string, string>(StringComparer.Ordinal) { [package.Catalog] = directory },
            Sources = Sources,
        };
        return (await trees.OpenAsync([package], [], progress, cancellation)).TryGet(out var opened, out var problems)
            ? opened[package.Id]
            : Result<string>.Failure(problems);
    }

    // What is damaged is read again.
    private static ArtifactFacts? ReadKept(string place)
    {
        if (!File.Exists(place))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(place), CliJson.Default.ArtifactFacts);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
