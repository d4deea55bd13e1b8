using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Composing.Caches;
using EnvCompiler.Store.Composing.Effects;

namespace EnvCompiler.Store.Composing;

/// <summary>Objects become a root: scripts are read, files merged, effects performed on the plan, the plan written, caches made.</summary>
/// <param name="files">Where to write.</param>
/// <param name="processes">Runs the root's programs that make caches.</param>
internal sealed class RootComposer(IFileOperations files, IProcessRunner processes)
{
    /// <summary>Composes into a new directory.</summary>
    /// <param name="id">The root's id.</param>
    /// <param name="layers">Packages in id order.</param>
    /// <param name="wishes">Among alternatives.</param>
    /// <param name="directory">Does not exist yet; on the file system of the objects.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<ComposedRoot>> ComposeAsync(
        string id, IReadOnlyList<PackageLayer> layers, AlternativeWishes wishes, string directory, CancellationToken cancellation)
    {
        var effects = ScriptEffects.Read(layers);
        var plan = new RootPlan();
        if (new LayerMerger(plan, layers, effects.Diversions).Merge() is { Count: > 0 } conflicts)
            return Result<ComposedRoot>.Failure(conflicts);
        var performer = new EffectPerformer(plan, wishes);
        performer.Perform(effects);

        files.CreateDirectory(directory, StoreModes.Directory);
        StoreModes.Enforce(files, directory, StoreModes.Directory);
        var root = Path.Combine(directory, "fs");
        new RootWriter(files).Write(plan, root);
        var (caches, failures) = await new CacheMaker(files, processes).MakeAsync(plan, root, $"{directory}.scratch", cancellation);
        List<Diagnostic> warnings = [.. effects.Warnings, .. effects.SkippedWork, .. performer.Warnings, .. failures];
        if (await new LinkerCache(files, processes).MakeAsync(root, cancellation) is { } problem)
            warnings.Add(problem);

        var record = new RootRecord
        {
            Packages = [.. layers.Select(layer => layer.Id)],
            Commands = CommandIndex.Of(plan),
            Alternatives = performer.Alternatives,
            Effects = [.. performer.Done, .. caches],
            Warnings = [.. warnings.Select(warning => $"{warning.Code}: {warning.Message}")],
        };
        using (var file = files.CreateNew(Path.Combine(directory, "root.json"), StoreModes.Plain))
            file.Write(JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.RootRecord));
        return Result<ComposedRoot>.Success(new ComposedRoot(id, directory, record, warnings), warnings);
    }
}
