using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Ship.Catalogs;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>
/// Native catalogs in repositories. Their package files are kept in the store, where they are read like those of any directory; artifacts stay in the repository until
/// they are needed.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="directory">What a layout directory is relative to.</param>
internal sealed class RepositoryCatalogs(CliContext context, string directory) : IRepositoryCatalogs
{
    private readonly Dictionary<string, Result<string>> brought = new(StringComparer.Ordinal);
    private readonly FileWriter writer = new(context.Files);

    /// <inheritdoc/>
    public async Task<Result<string>> BringAsync(string location, bool isOffline, CancellationToken cancellation)
    {
        if (!brought.TryGetValue(location, out var result))
            brought[location] = result = await BringNowAsync(location, isOffline, cancellation);
        return result;
    }

    /// <summary>Opens a catalog's repository.</summary>
    internal Result<IRepository> Open(string location) =>
        NameOf(location).TryGet(out var name, out var problems) ? context.OpenRepository(name, plainHttp: false) : Result<IRepository>.Failure(problems);

    /// <summary>Publishes as into a directory, and then brings what is new to the repository.</summary>
    /// <param name="location">The catalog's.</param>
    /// <param name="publication">The build.</param>
    /// <param name="cancellation">Ends it; the repository is as it was, or has the build.</param>
    internal async Task<Result<PublishedBuild>> PublishAsync(string location, Publication publication, CancellationToken cancellation)
    {
        if (!Open(location).TryGet(out var repository, out var problems))
            return Result<PublishedBuild>.Failure(problems);
        using var opened = repository;
        if (!(await BringNowAsync(location, isOffline: false, cancellation)).TryGet(out var known, out problems))
            return Result<PublishedBuild>.Failure(problems);
        var draft = FileWriter.TemporaryFor(known);
        try
        {
            var name = $"{publication.Package}.json";
            writer.EnsureDirectory(Path.Combine(draft, "packages"));
            if (File.Exists(Path.Combine(known, "packages", name)))
                writer.ReplaceUnsynced(Path.Combine(draft, "packages", name), await File.ReadAllBytesAsync(Path.Combine(known, "packages", name), cancellation));
            if (!(await new NativePublisher(draft, writer, context.Time).PublishAsync(publication, onWait: null, cancellation)).TryGet(out var published, out problems)
                || !NativeCatalogLoader.ReadPackage(Path.Combine(draft, "packages", name), name).TryGet(out var package, out problems))
                return Result<PublishedBuild>.Failure(problems);
            if (!published.IsNew)
                return published;
            return (await new CatalogRepository(repository).PublishAsync(package, published.Version, published.Name, publication.File, cancellation)).TryGet(out _, out problems)
                ? published
                : Result<PublishedBuild>.Failure(problems);
        }
        finally
        {
            DirectoryTree.Delete(context.Files, draft);
        }
    }

    private async Task<Result<string>> BringNowAsync(string location, bool isOffline, CancellationToken cancellation)
    {
        if (!NameOf(location).TryGet(out var name, out var problems))
            return Result<string>.Failure(problems);
        var place = RunLayout.Of(Path.Combine(context.Store.Indexes, "native"), name.ToString()).Directory;
        var packages = Path.Combine(place, "packages");
        if (isOffline && !name.IsLayout)
            return Directory.Exists(packages) ? Result<string>.Success(place) : CommandLineDiagnostics.CatalogNotBrought(location);
        if (!context.OpenRepository(name, plainHttp: false).TryGet(out var repository, out problems))
            return Result<string>.Failure(problems);
        using var opened = repository;
        if (!(await new CatalogRepository(repository).ReadAsync(cancellation)).TryGet(out var found, out problems))
            return Result<string>.Failure(problems);
        writer.EnsureDirectory(packages);
        foreach (var package in found)
            writer.ReplaceIfChanged(Path.Combine(packages, $"{package.Name}.json"), System.Text.Encoding.UTF8.GetString(NativePackageReader.Write(package)));
        foreach (var gone in Directory.EnumerateFiles(packages, "*.json").Where(file => !found.Any(package => package.Name == Path.GetFileNameWithoutExtension(file))))
            context.Files.Unlink(gone);
        return Result<string>.Success(place);
    }

    private Result<RepositoryName> NameOf(string location)
    {
        var text = location.StartsWith(CatalogDefinition.RegistryPrefix, StringComparison.Ordinal) ? location[CatalogDefinition.RegistryPrefix.Length..]
            : Reference.LayoutPrefix + Path.GetFullPath(location[Reference.LayoutPrefix.Length..], directory);
        return Reference.Parse(text).TryGet(out var reference, out var problems) ? reference.Repository : Result<RepositoryName>.Failure(problems);
    }
}
