using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Searching;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>The catalogs that a person looks things up in: those of the environment, or the default ones where there is none.</summary>
/// <param name="context">The machine's services.</param>
public sealed class CatalogBrowser(CliContext context)
{
    /// <summary>Loads the catalogs for the first system of the manifest.</summary>
    /// <param name="directory">The value of <see cref="EnvironmentOption"/>, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<PackageSearch>> OpenAsync(string? directory, CancellationToken cancellation)
    {
        var environment = EnvironmentOption.Find(directory);
        if (!ReadManifest(environment, directory).TryGet(out var source, out var problems))
            return Result<PackageSearch>.Failure(problems);
        var request = LockRequests.From(source.Manifest);
        if (!Target.TryParse(request.Targets[0], out var target))
            throw new InvalidOperationException($"{request.Targets[0]} is not a target");
        var catalogsOf = context.CatalogsOf(environment.TryGet(out var layout, out _) ? layout.Directory : Environment.CurrentDirectory);
        var loaded = await catalogsOf.LoadAsync(source, request with { Targets = [request.Targets[0]] }, cancellation);
        return loaded.TryGet(out var catalogs, out problems)
            ? Result<PackageSearch>.Success(new PackageSearch([.. catalogs[target.DebianArchitecture].Select(catalog => catalog.ToBrowse(request.Promise.For(target)))]), problems)
            : Result<PackageSearch>.Failure(problems);
    }

    private static Result<ManifestSource> ReadManifest(Result<EnvironmentLayout> environment, string? directory)
    {
        if (environment.TryGet(out var layout, out var problems))
            return ManifestFile.Read(layout.Manifest, layout.Lock, ShownPath.Of);
        return directory is null ? ManifestReader.Read("manifest.toml", "version = 1"u8) : Result<ManifestSource>.Failure(problems);
    }
}
