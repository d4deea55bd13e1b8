using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>
/// Finds the environments that a manifest includes, and what these include, to be pinned in its lock. What is pinned already stays; of an environment that is read anew, what
/// its own lock has pinned stays. So each environment alone says when it takes over what others have changed.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class IncludeFetcher(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Pins what a manifest includes.</summary>
    /// <param name="manifest">The environment's manifest.</param>
    /// <param name="pinned">What is pinned already; null for nothing.</param>
    /// <param name="renews">Whether one is read anew though it is pinned, by its name.</param>
    /// <param name="cancellation">Ends it.</param>
    internal Task<Result<IReadOnlyList<LockedInclude>>> PinAsync(
        ManifestText manifest, IReadOnlyList<LockedInclude>? pinned, Func<string, bool> renews, CancellationToken cancellation)
    {
        string[] self = new UpstreamFile(layout).Read() is { } upstream ? [layout.Directory, upstream.Repository] : [layout.Directory];
        return PinAllAsync(manifest, layout.Directory, pinned, renews, new IncludeChain(self, ShownPath.Of(layout.Directory), Includer: null), cancellation);
    }

    /// <summary>Names of the pinned directories whose manifest is another by now; one that is not there at the moment is none.</summary>
    internal static IReadOnlyList<string> FindMoved(IReadOnlyList<LockedInclude> pins, EnvironmentLayout layout)
    {
        var moved = new List<string>();
        foreach (var pin in pins)
        {
            if (pin.Dir is { } relative && Path.Combine(Path.GetFullPath(relative, layout.Directory), pin.File ?? LockedInclude.DefaultFile) is var file
                && File.Exists(file) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) != pin.Sha256)
                moved.Add(pin.Name);
        }

        return moved;
    }

    private async Task<Result<IReadOnlyList<LockedInclude>>> PinAllAsync(
        ManifestText manifest, string? directory, IReadOnlyList<LockedInclude>? pinned, Func<string, bool> renews, IncludeChain chain, CancellationToken cancellation)
    {
        if (!manifest.ReadIncludes().TryGet(out var requests, out var problems))
            return Result<IReadOnlyList<LockedInclude>>.Failure(problems);
        var pins = new List<LockedInclude>();
        var failures = new List<Diagnostic>();
        foreach (var request in requests)
        {
            var kept = renews(request.Name) ? null : pinned?.FirstOrDefault(request.IsPinnedBy);
            if ((await PinOneAsync(request, directory, kept, chain, cancellation)).TryGet(out var pin, out problems))
                pins.Add(pin);
            else
                failures.AddRange(problems);
        }

        return failures.Count == 0 ? pins : Result<IReadOnlyList<LockedInclude>>.Failure(failures);
    }

    private async Task<Result<LockedInclude>> PinOneAsync(
        IncludeRequest request, string? directory, LockedInclude? kept, IncludeChain chain, CancellationToken cancellation)
    {
        var finding = request.Environment.Dir is { } relative
            ? Task.FromResult(FindDirectory(request, relative, directory, kept))
            : FindRemoteAsync(request, request.Environment.Remote!, directory, kept, cancellation);
        if (!(await finding).TryGet(out var found, out var problems))
            return Result<LockedInclude>.Failure([.. problems.Select(problem => problem with { Place = problem.Place ?? request.Place })]);
        if (!chain.Enter(found.Identity, request.Environment.Dir ?? request.Environment.Remote!, request.Place).TryGet(out var deeper, out problems)
            || !(await PinAllAsync(found.Text, found.Directory, found.Pins, _ => false, deeper, cancellation)).TryGet(out var inner, out problems))
            return Result<LockedInclude>.Failure(problems);
        return new LockedInclude
        {
            Name = request.Name,
            Dir = request.Environment.Dir,
            Remote = request.Environment.Remote,
            Generation = request.Environment.Generation,
            Found = found.Generation,
            File = found.File,
            Sha256 = LockedInclude.HashOf(found.Text.Text),
            Manifest = LockedInclude.LinesOf(found.Text.Text),
            Include = inner.Count > 0 ? inner : null,
        };
    }

    private static Result<FoundEnvironment> FindDirectory(IncludeRequest request, string relative, string? directory, LockedInclude? kept)
    {
        if (directory is null)
            return IncludeDiagnostics.DirectoryInRegistry(request.Place, relative);
        var place = HostPlaces.RealPath(Path.GetFullPath(relative, directory));
        if (kept is not null)
            return new FoundEnvironment(ManifestText.Parse(ShownPath.Of(place), kept.Text), kept.Include) { Identity = place, Directory = place, File = kept.File };
        if (!ManifestLocator.Find(place).TryGet(out var found, out var problems))
            return Result<FoundEnvironment>.Failure(problems);
        var text = ManifestText.Parse(ShownPath.Of(found.Manifest), File.ReadAllBytes(found.Manifest));
        if (text.SyntaxErrors is { Count: > 0 } errors)
            return Result<FoundEnvironment>.Failure(errors);
        IReadOnlyList<LockedInclude>? pins = null;
        if (text.HasIncludes && File.Exists(found.Lock))
        {
            if (!LockFile.Read(ShownPath.Of(found.Lock), File.ReadAllBytes(found.Lock)).TryGet(out var locked, out problems))
                return Result<FoundEnvironment>.Failure(problems);
            pins = locked.Include;
        }

        var file = Path.GetRelativePath(place, found.Manifest);
        return new FoundEnvironment(text, pins) { Identity = place, Directory = place, File = file == LockedInclude.DefaultFile ? null : file };
    }

    private async Task<Result<FoundEnvironment>> FindRemoteAsync(
        IncludeRequest request, string remote, string? directory, LockedInclude? kept, CancellationToken cancellation)
    {
        if (!Reference.Parse(Absolute(remote, directory)).TryGet(out var reference, out var problems))
            return Result<FoundEnvironment>.Failure(problems);
        if (reference.Target is { } tag)
            return IncludeDiagnostics.ReferenceWithTag(request.Place, remote, tag);
        var identity = reference.Repository.ToString();
        if (kept is not null)
            return new FoundEnvironment(ManifestText.Parse(NameOf(remote, kept.Found), kept.Text), kept.Include) { Identity = identity, Generation = kept.Found };
        if (context.Offline && reference.Repository.Registry is not null)
            return IncludeDiagnostics.NeedsNetwork(request.Place, remote);

        if (!context.Configuration.TryGet(out var configuration, out problems))
            return Result<FoundEnvironment>.Failure(problems);
        if (configuration.TrustIn(identity) is (Trust.Denied, { } file, { } pattern))
            return CommandLineDiagnostics.RemoteDenied(identity, file, pattern);
        if (!context.RequiredKeys(reference.Repository).TryGet(out var required, out problems) || !context.OpenRepository(reference.Repository, plainHttp: false).TryGet(out var repository, out problems))
            return Result<FoundEnvironment>.Failure(problems);
        using var opened = repository;
        var target = request.Environment.Generation?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!(await new GenerationPuller(repository).PullAsync(new PullRequest { Target = target, Alone = true, Required = required }, cancellation)).TryGet(out var pulled, out problems)
            || !new PulledCompiler(repository.Name).Compile(pulled.Generations).TryGet(out _, out problems))
            return Result<FoundEnvironment>.Failure(problems);
        var generation = pulled.Generations[0];
        return LockFile.Read($"{remote}:{generation.Number}/manifest.lock", generation.Lock).TryGet(out var locked, out problems)
            ? new FoundEnvironment(ManifestText.Parse(NameOf(remote, generation.Number), generation.Manifest), locked.Include) { Identity = identity, Generation = generation.Number }
            : Result<FoundEnvironment>.Failure(problems);
    }

    // A layout directory is relative to the environment, as a directory is.
    private static string Absolute(string remote, string? directory) =>
        remote.StartsWith(Reference.LayoutPrefix, StringComparison.Ordinal) && directory is not null
            ? Reference.LayoutPrefix + Path.GetFullPath(remote[Reference.LayoutPrefix.Length..], directory)
            : remote;

    private static string NameOf(string remote, int? generation) => $"{remote}:{generation}/{LockedInclude.DefaultFile}";
}
