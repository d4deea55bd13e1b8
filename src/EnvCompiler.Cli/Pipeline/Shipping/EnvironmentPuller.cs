using System.Threading;
using EnvCompiler.Compile;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>
/// Pulls an environment. Everything is fetched, verified and compiled before anything changes here; then the generations appear one by one, and a switch makes
/// the one that was asked for live.
/// </summary>
/// <param name="context">The machine's services.</param>
internal sealed class EnvironmentPuller(CliContext context)
{
    private readonly FileWriter writer = new(context.Files);

    /// <summary>Pulls a reference into a directory, or what an environment there was pulled from.</summary>
    /// <param name="reference">What; null for the repository that the environment remembers.</param>
    /// <param name="directory">Where.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it; the environment is as it was.</param>
    internal async Task<Result<PulledEnvironment>> PullAsync(Reference? reference, string directory, PullOptions options, CancellationToken cancellation)
    {
        var layout = ManifestLocator.LayoutOf(directory);
        var remembered = new UpstreamFile(layout).Read();
        var wanted = reference is not null ? reference
            : remembered is not null ? Reference.Parse(remembered.Repository)
            : ShipDiagnostics.NoUpstream(ShownPath.Of(layout.Directory), "pull");
        if (!wanted.TryGet(out var from, out var problems))
            return Result<PulledEnvironment>.Failure(problems);
        if (File.Exists(layout.Manifest) && GenerationNumbers.Live(layout) is null)
            return ShipDiagnostics.NotPulledHere(ShownPath.Of(layout.Directory));
        var isPlain = options.PlainHttp || (remembered?.PlainHttp == true && remembered.Repository == from.Repository.ToString());
        if (!context.RequiredKeys(from.Repository).TryGet(out var required, out problems) || !context.OpenRepository(from.Repository, isPlain).TryGet(out var repository, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        using var opened = repository;
        if (!(await EnvironmentLock.AcquireAsync(layout, writer, context.LockWait, context.Time, cancellation)).TryGet(out var held, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        using (held)
            return await PullAsync(held, repository, new PullRequest { Target = from.Target, History = new GenerationHistory(layout).Read(), Force = options.Force, Required = required }, isPlain, cancellation);
    }

    /// <summary>Writes manifest and lock of one generation into a directory, and nothing that links it to where they came from.</summary>
    /// <param name="reference">Which.</param>
    /// <param name="directory">Where; it has no environment yet.</param>
    /// <param name="plainHttp">By HTTP without TLS.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<PulledEnvironment>> CopyAsync(Reference reference, string directory, bool plainHttp, CancellationToken cancellation)
    {
        var layout = ManifestLocator.LayoutOf(directory);
        if (File.Exists(layout.Manifest))
            return CommandLineDiagnostics.EnvironmentExists(ShownPath.Of(layout.Manifest));
        if (!context.RequiredKeys(reference.Repository).TryGet(out var required, out var problems) || !context.OpenRepository(reference.Repository, plainHttp).TryGet(out var repository, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        using var opened = repository;
        var pulled = await new GenerationPuller(repository).PullAsync(new PullRequest { Target = reference.Target, Alone = true, Required = required }, cancellation);
        if (!pulled.TryGet(out var found, out problems) || !new PulledCompiler(repository.Name).Compile(found.Generations).TryGet(out _, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        var generation = found.Generations[0];
        writer.EnsureSyncedDirectory(layout.Directory);
        // A lock without its manifest is nothing, so a crash in between leaves no environment.
        writer.Replace(layout.Lock, generation.Lock);
        writer.Replace(layout.Manifest, generation.Manifest);
        return new PulledEnvironment(layout.Directory, repository.Name.ToString(), [], found.Live);
    }

    private async Task<Result<PulledEnvironment>> PullAsync(
        EnvironmentLock held, IRepository repository, PullRequest request, bool isPlain, CancellationToken cancellation)
    {
        var layout = held.Layout;
        var pulled = await new GenerationPuller(repository).PullAsync(request, cancellation);
        if (!pulled.TryGet(out var found, out var problems) || !new PulledCompiler(repository.Name).Compile(found.Generations).TryGet(out var compiled, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        var warnings = problems.ToList();

        if (found.Replaced.Count > 0 && await RefuseInUseAsync(layout, found.Replaced, cancellation) is { Count: > 0 } inUse)
            return Result<PulledEnvironment>.Failure(inUse);
        if (!compiled.ContainsKey(found.Live) && GenerationReader.Missing(layout, found.Live) is { } missing)
            return missing;
        if (!(await FetchModelsAsync(layout, found, compiled, repository, cancellation)).TryGet(out _, out problems))
            return Result<PulledEnvironment>.Failure(problems);
        warnings.AddRange(problems);
        context.KnownEnvironments.Register(layout.Directory);
        var entries = found.Generations.SelectMany(generation => generation.Before.Append(generation.Entry)).ToArray();
        new PulledCommands(layout).Write(writer, found.Generations);
        string? kept = null;
        if (found.Replaced.Count > 0)
            kept = new GenerationReplacer(context.Time).Replace(held, found.Replaced, compiled, entries, found.Live, context.Origin);
        else
            GenerationImporter.Import(held, compiled, entries);
        new UpstreamFile(layout).Write(writer, new Upstream { Repository = repository.Name.ToString(), PlainHttp = isPlain, Packages = found.HasPackages });
        if (GenerationNumbers.Live(layout) != found.Live)
            new GenerationSwitcher(context.Time).Switch(held, found.Live, HistoryKind.Pull, context.Origin);
        return Result<PulledEnvironment>.Success(
            new PulledEnvironment(layout.Directory, repository.Name.ToString(), [.. compiled.Keys.Order()], found.Live) { Kept = kept }, warnings);
    }

    // A shell that is in one of them would find itself in another one halfway.
    private static async Task<IReadOnlyList<Diagnostic>> RefuseInUseAsync(EnvironmentLayout layout, IReadOnlyList<int> replaced, CancellationToken cancellation)
    {
        if (!(await RunningServices.GenerationsInUseAsync(layout, cancellation)).TryGet(out var inUse, out var problems))
            return problems;
        return replaced.Where(inUse.Contains).ToArray() is { Length: > 0 } used ? [CommandLineDiagnostics.ReplacedInUse(used)] : [];
    }

    private async Task<Result<bool>> FetchModelsAsync(
        EnvironmentLayout layout, PulledGenerations found, IReadOnlyDictionary<int, GenerationFiles> compiled, IRepository repository, CancellationToken cancellation)
    {
        if (found.Models.Count == 0)
            return true;
        var path = Path.Combine(layout.Generation(found.Live), "manifest.lock");
        var content = compiled.TryGetValue(found.Live, out var files) ? files.Files["manifest.lock"].Content : await File.ReadAllBytesAsync(path, cancellation);
        return LockFile.Read(ShownPath.Of(path), content).TryGet(out var locked, out var problems)
            ? await new ModelFiles(context, layout).FetchAsync(locked, found.Models, repository, cancellation)
            : Result<bool>.Failure(problems);
    }
}
