using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Composing.Caches;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>Objects become a root: scripts are read, files merged, effects performed on the plan, the plan written, caches made.</summary>
/// <param name="files">Where to write.</param>
/// <param name="processes">Runs the root's programs that make caches.</param>
/// <param name="wanted">The root.</param>
/// <param name="directory">Does not exist yet; on the file system of the objects.</param>
internal sealed class RootComposer(IFileOperations files, IProcessRunner processes, WantedRoot wanted, string directory)
{
    private readonly string root = Path.Combine(directory, "fs");
    private RootWriter? writer;

    /// <summary>
    /// Writes what those packages bring that are in the store already. What is composed later corrects it, so it need not be right: no
    /// script is read and no conflict told.
    /// </summary>
    /// <param name="objects">Packages in the store, by SHA-256.</param>
    public void WriteAhead(IReadOnlyDictionary<string, UnpackedObject> objects)
    {
        var plan = new RootPlan();
        new LayerMerger(plan, LayersOf(wanted.Packages.Where(package => objects.ContainsKey(package.Sha256)), objects), []).Merge();
        Write(plan);
    }

    /// <summary>Composes the whole root.</summary>
    /// <param name="objects">All its packages, by SHA-256.</param>
    /// <param name="ahead">The end of <see cref="WriteAhead"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<ComposedRoot>> ComposeAsync(IReadOnlyDictionary<string, UnpackedObject> objects, Task ahead, CancellationToken cancellation)
    {
        var layers = LayersOf(wanted.Packages, objects);
        var effects = ScriptEffects.Read(layers);
        var plan = new RootPlan();
        if (new LayerMerger(plan, layers, effects.Diversions).Merge() is { Count: > 0 } conflicts)
            return Result<ComposedRoot>.Failure(conflicts);
        var performer = new EffectPerformer(plan, new AlternativeWishes(wanted.Alternatives));
        performer.Perform(effects);

        await ahead;
        Write(plan);
        var (caches, failures) = await new CacheMaker(files, processes).MakeAsync(plan, root, $"{directory}.scratch", cancellation);
        var linking = new LinkerCache(files, processes).MakeAsync(root, cancellation);
        var commands = CommandIndex.Of(plan);
        List<Diagnostic> warnings = [.. effects.Warnings, .. effects.SkippedWork, .. performer.Warnings, .. failures];
        if (await linking is { } problem)
            warnings.Add(problem);

        var record = new RootRecord
        {
            Packages = [.. layers.Select(layer => layer.Id)],
            Commands = commands,
            Alternatives = performer.Alternatives,
            Effects = [.. performer.Done, .. caches],
            Warnings = [.. warnings.Select(warning => $"{warning.Code}: {warning.Message}")],
        };
        using (var file = files.CreateNew(Path.Combine(directory, "root.json"), StoreModes.Plain))
            file.Write(JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.RootRecord));
        return Result<ComposedRoot>.Success(new ComposedRoot(wanted.Id, directory, record, warnings), warnings);
    }

    private PackageLayer[] LayersOf(IEnumerable<LockedPackage> packages, IReadOnlyDictionary<string, UnpackedObject> objects) =>
        [.. packages.Select(package => new PackageLayer(package.Id, objects[package.Sha256], wanted.PriorityOf(package)))];

    private void Write(RootPlan plan)
    {
        if (writer is null)
        {
            files.CreateDirectory(directory, StoreModes.Directory);
            StoreModes.Enforce(files, directory, StoreModes.Directory);
            writer = new RootWriter(files, root);
        }

        writer.Write(plan);
    }
}
