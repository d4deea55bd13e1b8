using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>Brings packages of every kind into the store: those of native catalogs out of their directory or repository, else from where they were pushed to.</summary>
internal sealed class PackageFetcher
{
    private readonly DirectoryFetcher catalogs;
    private readonly ArtifactFetcher fetcher;
    private readonly ArtifactFetcher? pushed;
    private readonly IReadOnlyDictionary<string, string> directories;

    /// <param name="store">The store.</param>
    /// <param name="files">Where to write.</param>
    /// <param name="http">How mirrors are asked.</param>
    /// <param name="directories">Absolute directories by native catalog.</param>
    /// <param name="sources">Who is asked before any mirror.</param>
    /// <param name="mirrors">Base addresses, in order.</param>
    internal PackageFetcher(
        StoreLayout store, IFileOperations files, HttpFetcher http, IReadOnlyDictionary<string, string> directories, IReadOnlyList<IArtifactSource> sources, IReadOnlyList<Uri> mirrors)
    {
        this.directories = directories;
        catalogs = new DirectoryFetcher(store, files, directories);
        fetcher = new ArtifactFetcher(store, files, [.. sources, .. mirrors.Select(mirror => new MirrorSource(http, mirror))]);
        pushed = sources.Count > 0 ? new ArtifactFetcher(store, files, sources) : null;
    }

    /// <summary>As <see cref="ArtifactFetcher.FetchAsync"/>.</summary>
    internal async Task<Diagnostic?> FetchAsync(LockedPackage package, StoreWorkspace workspace, IProgress<long> progress, CancellationToken cancellation)
    {
        if (package.Kind != LockedPackage.Native)
            return await fetcher.FetchAsync(package, workspace, progress, cancellation);
        if (!directories.ContainsKey(package.Catalog) && pushed is not null)
            return await pushed.FetchAsync(package, workspace, progress, cancellation);
        if (catalogs.Fetch(package, workspace, progress) is not { } problem)
            return null;
        return pushed is not null && await pushed.FetchAsync(package, workspace, progress, cancellation) is null ? null : problem;
    }
}
