using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Composing;
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
    private readonly RemoteIncludes remotes = new(context);

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
            if ((await PinOneAsync(request, directory, pinned, kept, chain, cancellation)).TryGet(out var pin, out problems))
                pins.Add(pin);
            else
                failures.AddRange(problems);
        }

        return failures.Count == 0 ? pins : Result<IReadOnlyList<LockedInclude>>.Failure(failures);
    }

    private async Task<Result<LockedInclude>> PinOneAsync(
        IncludeRequest request, string? directory, IReadOnlyList<LockedInclude>? pinned, LockedInclude? kept, IncludeChain chain, CancellationToken cancellation)
    {
        var finding = request.Environment.Dir is not null
            ? Task.FromResult(DirectoryIncludes.Find(request, directory, kept))
            : remotes.FindAsync(request, directory, pinned, kept, cancellation);
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
}
