using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Store.Packing;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>Adds packages to a native catalog of the manifest.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
/// <param name="source">Its manifest.</param>
public sealed class PackagePublisher(CliContext context, EnvironmentLayout layout, ManifestSource source)
{
    /// <summary>Publishes what <c>envc build</c> made, with what its entry in the manifest claims.</summary>
    public Task<Result<PublishedBuild>> PublishBuiltAsync(string name, PublishRequest request, CancellationToken cancellation)
    {
        var file = layout.BuiltPackage(name);
        if (!File.Exists(file))
            return Task.FromResult<Result<PublishedBuild>>(BuildDiagnostics.NotMade(name));
        var definition = source.Manifest.Build.GetValueOrDefault(name);
        var claims = new PublishRequest
        {
            Catalog = request.Catalog,
            Force = request.Force,
            BuildName = request.BuildName,
            Sms = request.Sms.Count > 0 ? request.Sms : definition?.Sms ?? [],
            Cuda = request.Cuda ?? definition?.Cuda,
            Driver = request.Driver ?? definition?.Driver,
            CpuLevel = request.CpuLevel ?? definition?.CpuLevel,
            Optional = [.. (request.Optional.Count > 0 ? request.Optional : definition?.Optional ?? []).Select(path => $"{PackedTree.PlaceOf(name)}/{path}")],
        };
        return PublishAsync(name, file, claims, source.PlaceOf(KeyPath.Of("build", name)), cancellation);
    }

    /// <summary>Publishes a Debian package; a file name in the grammar of published engine builds is a claim and the build's name.</summary>
    public Task<Result<PublishedBuild>> PublishFileAsync(string name, string file, PublishRequest request, CancellationToken cancellation)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        if (BuildName.TryParse(stem) is { } parsed)
        {
            var claim = parsed.ToBuild(stem);
            request = request with
            {
                BuildName = request.BuildName ?? stem,
                Sms = request.Sms.Count > 0 || parsed.Sm is null ? request.Sms : [parsed.Sm.Value.ToString()],
                Cuda = request.Cuda ?? parsed.Cuda.ToString(),
                CpuLevel = request.CpuLevel ?? (parsed.Isa is null ? null : claim?.Cpu.Name),
                CpuRank = claim?.CpuRank is > 0 and var rank ? rank : null,
            };
        }

        return PublishAsync(name, Path.GetFullPath(file), request, new SourcePlace(ShownPath.Of(file)), cancellation);
    }

    private async Task<Result<PublishedBuild>> PublishAsync(string name, string file, PublishRequest request, SourcePlace place, CancellationToken cancellation)
    {
        var shown = ShownPath.Of(file);
        if (!LocationOf(request.Catalog).TryGet(out var location, out var problems) || !PackageFile.Read(file, shown).TryGet(out var package, out problems))
            return Result<PublishedBuild>.Failure(problems);
        if (package.Name != name)
            return PublishDiagnostics.OtherPackage(shown, package.Name, name);
        if (SystemOf(package.Architecture) is not { } system)
            return PublishDiagnostics.OtherArchitecture(shown, package.Architecture);
        if (!(await new StoreArtifacts(context).ReadAsync(Unpublished(package), Path.GetDirectoryName(file)!, cancellation)).TryGet(out var facts, out problems))
            return Result<PublishedBuild>.Failure(problems);
        var build = new NativeBuild
        {
            System = system,
            Cuda = request.Cuda,
            Driver = request.Driver,
            CpuLevel = request.CpuLevel,
            CpuRank = request.CpuRank,
            Depends = package.Depends.Count > 0 ? package.Depends : null,
            Optional = request.Optional.Count > 0 ? request.Optional : null,
            Artifact = new NativeArtifact { Path = "", Size = package.Size, Sha256 = package.Sha256 },
        };
        var publication = new Publication
        {
            Package = name,
            Description = package.Description,
            Version = package.Version,
            Name = request.BuildName,
            Build = build,
            Sms = request.Sms,
            File = file,
            Facts = facts,
            Place = place,
            Force = request.Force,
        };
        return CatalogDefinition.IsRepository(location)
            ? await new RepositoryCatalogs(context, layout.Directory).PublishAsync(location, publication, cancellation)
            : await new NativePublisher(Path.GetFullPath(location, layout.Directory), new FileWriter(context.Files), context.Time).PublishAsync(publication, SayWait, cancellation);
    }

    private Result<string> LocationOf(string? wanted)
    {
        var native = source.Manifest.Catalogs.Where(catalog => catalog.Value.Type == CatalogDefinition.Native).ToDictionary(catalog => catalog.Key, catalog => catalog.Value.Location!, StringComparer.Ordinal);
        var place = source.PlaceOf("catalogs");
        if (wanted is not null)
            return native.TryGetValue(wanted, out var named) ? named : BuildDiagnostics.UnknownCatalog(place, wanted, native.Keys);
        return native.Count switch
        {
            0 => BuildDiagnostics.NoCatalog(place),
            1 => native.Values.First(),
            _ => BuildDiagnostics.SeveralCatalogs(place, native.Keys),
        };
    }

    // As a lock would name it, so that the store unpacks it as any other.
    private static LockedPackage Unpublished(PackageFile package) => new()
    {
        Kind = LockedPackage.Native,
        Name = package.Name,
        Version = package.Version,
        Architecture = package.Architecture,
        Catalog = "",
        Suite = "",
        Path = Path.GetFileName(package.Path),
        Size = package.Size,
        Sha256 = package.Sha256,
    };

    private static string? SystemOf(string architecture) => architecture switch
    {
        "amd64" => "x86_64-linux",
        "arm64" => "aarch64-linux",
        _ => null,
    };

    private void SayWait(string holder) => context.UserInterface.Say($"envc: waiting for another envc that publishes into this catalog: {FileLock.Describe(holder)}");
}
