using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Ship.Catalogs;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Where an environment's artifacts are looked for before any mirror: in repositories.</summary>
internal static class ArtifactSources
{
    /// <summary>Opens them: where the environment was pushed to or pulled from with packages, then its native catalogs that are repositories.</summary>
    /// <returns>These; a failure where the configuration has one.</returns>
    internal static Result<IReadOnlyList<IArtifactSource>> Of(CliContext context, EnvironmentLayout layout, Manifest manifest)
    {
        var sources = new List<IArtifactSource>();
        if (new UpstreamFile(layout).Read() is { Packages: true } upstream && Reference.Parse(upstream.Repository).TryGet(out var reference))
        {
            if (!context.OpenRepository(reference.Repository, upstream.PlainHttp).TryGet(out var repository, out var problems))
                return Result<IReadOnlyList<IArtifactSource>>.Failure(problems);
            sources.Add(new RegistrySource(repository));
        }

        var catalogs = new RepositoryCatalogs(context, layout.Directory);
        foreach (var (name, catalog) in manifest.Catalogs)
        {
            if (catalog is not { Type: CatalogDefinition.Native, Location: { } location } || !CatalogDefinition.IsRepository(location))
                continue;
            if (!catalogs.Open(location).TryGet(out var repository, out var problems))
                return Result<IReadOnlyList<IArtifactSource>>.Failure(problems);
            sources.Add(new CatalogSource(name, repository));
        }

        return sources;
    }
}
