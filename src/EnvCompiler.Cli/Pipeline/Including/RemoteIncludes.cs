using System.Globalization;
using System.Threading;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>
/// Finds environments of registries to include: generations, verified as those that are pulled. What they say would run in the environment that includes them, so somebody has to
/// agree, once for a repository; a lock that has one of it already shows that somebody has.
/// </summary>
/// <param name="context">The machine's services.</param>
internal sealed class RemoteIncludes(CliContext context)
{
    /// <summary>Finds one.</summary>
    /// <param name="request">What is included.</param>
    /// <param name="directory">The directory of the environment that includes it; null where that is of a registry itself.</param>
    /// <param name="pinned">What that environment's lock has; null for nothing.</param>
    /// <param name="kept">What of it is taken as it is; null to fetch it.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<FoundEnvironment>> FindAsync(
        IncludeRequest request, string? directory, IReadOnlyList<LockedInclude>? pinned, LockedInclude? kept, CancellationToken cancellation)
    {
        var remote = request.Environment.Remote!;
        if (!Reference.Parse(Absolute(remote, directory)).TryGet(out var reference, out var problems))
            return Result<FoundEnvironment>.Failure(problems);
        if (reference.Target is { } tag)
            return IncludeDiagnostics.ReferenceWithTag(request.Place, remote, tag);
        var identity = reference.Repository.ToString();
        if (kept is not null)
            return new FoundEnvironment(ManifestText.Parse(FileOf(remote, kept.Found!.Value, "toml"), kept.Text), kept.Include) { Identity = identity, Generation = kept.Found };
        if (context.Offline && reference.Repository.Registry is not null)
            return IncludeDiagnostics.NeedsNetwork(request.Place, remote);

        var gate = new TrustGate(context, identity);
        if (!gate.IsAllowed().TryGet(out var isAllowed, out problems) || !(await FetchAsync(reference.Repository, request.Environment.Generation, cancellation)).TryGet(out var generation, out problems))
            return Result<FoundEnvironment>.Failure(problems);
        var text = ManifestText.Parse(FileOf(remote, generation.Number, "toml"), generation.Manifest);
        if (!LockFile.Read(FileOf(remote, generation.Number, "lock"), generation.Lock).TryGet(out var locked, out problems)
            || !ManifestReader.Read(text, locked.Include).TryGet(out var source, out problems))
            return Result<FoundEnvironment>.Failure(problems);
        var isAgreed = isAllowed || context.Trusts || pinned?.Any(pin => pin.Remote == remote) == true
            || (gate.CanAsk && gate.Ask($"generation {generation.Number} of {identity}, included here,", source.Manifest));
        return isAgreed
            ? new FoundEnvironment(text, locked.Include) { Identity = identity, Generation = generation.Number }
            : IncludeDiagnostics.Untrusted(request.Place, identity);
    }

    private async Task<Result<ShippedGeneration>> FetchAsync(RepositoryName name, int? number, CancellationToken cancellation)
    {
        if (!context.RequiredKeys(name).TryGet(out var required, out var problems) || !context.OpenRepository(name, plainHttp: false).TryGet(out var repository, out problems))
            return Result<ShippedGeneration>.Failure(problems);
        using (repository)
        {
            var request = new PullRequest { Target = number?.ToString(CultureInfo.InvariantCulture), Alone = true, Required = required };
            return (await new GenerationPuller(repository).PullAsync(request, cancellation)).TryGet(out var pulled, out problems)
                && new PulledCompiler(name).Compile(pulled.Generations).TryGet(out _, out problems)
                    ? pulled.Generations[0]
                    : Result<ShippedGeneration>.Failure(problems);
        }
    }

    // A layout directory is relative to the environment, as a directory is.
    private static string Absolute(string remote, string? directory) =>
        remote.StartsWith(Reference.LayoutPrefix, StringComparison.Ordinal) && directory is not null
            ? Reference.LayoutPrefix + Path.GetFullPath(remote[Reference.LayoutPrefix.Length..], directory)
            : remote;

    private static string FileOf(string remote, int generation, string kind) => $"{remote}:{generation}/manifest.{kind}";
}
