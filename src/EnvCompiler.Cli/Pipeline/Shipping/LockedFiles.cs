using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Store;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>The packages of a lock as the files that they were downloaded as.</summary>
internal static class LockedFiles
{
    /// <summary>Fetches what the store lacks.</summary>
    internal static async Task<Result<bool>> OpenAsync(
        CliContext context, EnvironmentLayout layout, Manifest manifest, Lock locked, IReadOnlyCollection<LockedPackage> wanted, CancellationToken cancellation)
    {
        if (wanted.All(package => File.Exists(context.Store.Artifact(package.Sha256))))
            return true;
        if (!ArtifactSources.Of(context, layout, manifest).TryGet(out var places, out var problems))
            return Result<bool>.Failure(problems);
        var packages = new PackageFiles(context.Store, context.Files, context.Http, context.Time)
        {
            Catalogs = NativeDirectories.Of(manifest, layout),
            Sources = places,
        };
        using var view = new StoreProgressView(context.UserInterface, context.Time);
        var mirrors = DebianMirrors.OfThisHost().ForArtifacts(manifest, locked);
        return (await packages.OpenAsync(wanted, mirrors, view, cancellation)).TryGet(out _, out problems) ? true : Result<bool>.Failure(problems);
    }
}
