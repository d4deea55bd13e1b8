using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Catalogs;

/// <summary>A native catalog in a repository.</summary>
/// <param name="repository">The repository; other things may be in it.</param>
public sealed class CatalogRepository(IRepository repository)
{
    private const int Connections = 8;
    private const int MostPackages = 10_000;

    /// <summary>Reads every package. What an entry says is not checked here.</summary>
    public async Task<Result<IReadOnlyList<NativePackage>>> ReadAsync(CancellationToken cancellation)
    {
        if (!(await repository.ListTagsAsync(cancellation)).TryGet(out var tags, out var problems))
            return Result<IReadOnlyList<NativePackage>>.Failure(problems);
        var read = new ConcurrentBag<Result<NativePackage?>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(tags.Select(CatalogArtifact.PackageOf).Where(NameRule.IsPackage).Take(MostPackages), options, async (name, token) => read.Add(await ReadAsync(name, token)));
        return read.FirstOrDefault(package => !package.Ok) is { } failed
            ? Result<IReadOnlyList<NativePackage>>.Failure(failed.Diagnostics)
            : Result<IReadOnlyList<NativePackage>>.Success([.. read.Select(package => package.Value).OfType<NativePackage>().OrderBy(package => package.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Adds one build of a package: its artifact, its manifest, and then the index with its entry.</summary>
    /// <param name="package">The package with the build in it.</param>
    /// <param name="version">The build's version.</param>
    /// <param name="build">The build's name.</param>
    /// <param name="file">The artifact.</param>
    /// <param name="cancellation">Ends it; the index is the old or the new one.</param>
    public async Task<Result<Descriptor>> PublishAsync(NativePackage package, string version, string build, string file, CancellationToken cancellation)
    {
        var artifact = package.Versions[version].Builds[build].Artifact;
        var notes = NotesOf(package, version, build);
        var blob = BlobContent.OfFile(
            new Descriptor
            {
                MediaType = GenerationArtifact.PackageMediaType,
                Digest = Digest.OfSha256(artifact.Sha256),
                Size = artifact.Size,
                Annotations = new(StringComparer.Ordinal) { [Annotations.Title] = $"{package.Name}_{version.Replace(':', '_')}_{build}.deb" },
            },
            file);
        var (blobs, manifest) = ArtifactWriter.Of(CatalogArtifact.BuildType, [blob], subject: null, notes);
        foreach (var each in blobs)
        {
            if (!(await repository.PushBlobAsync(each, cancellation)).TryGet(out _, out var refused))
                return Result<Descriptor>.Failure(refused);
        }

        if (!(await repository.PushManifestAsync(manifest, tag: null, cancellation)).TryGet(out _, out var problems)
            || !(await EntriesAsync(package.Name, cancellation)).TryGet(out var entries, out problems))
            return Result<Descriptor>.Failure(problems);
        var entry = manifest.Descriptor with { ArtifactType = CatalogArtifact.BuildType, Annotations = notes };
        var index = new OciIndex
        {
            Manifests =
            [
                .. (entries ?? []).Where(each => each.Annotation(CatalogArtifact.VersionKey) != version || each.Annotation(CatalogArtifact.NameKey) != build).Append(entry)
                    .OrderBy(each => each.Annotation(CatalogArtifact.VersionKey), StringComparer.Ordinal).ThenBy(each => each.Annotation(CatalogArtifact.NameKey), StringComparer.Ordinal),
            ],
            Annotations = PackageNotes(package),
        };
        return await repository.PushManifestAsync(ManifestContent.Of(index), CatalogArtifact.TagOf(package.Name), cancellation);
    }

    // Null where the tag is of something else.
    private async Task<Result<NativePackage?>> ReadAsync(string name, CancellationToken cancellation)
    {
        if (!(await IndexAsync(name, cancellation)).TryGet(out var index, out var problems))
            return Result<NativePackage?>.Failure(problems);
        if (index is null)
            return Result<NativePackage?>.Success(null);
        var package = new NativePackage { CatalogVersion = NativePackage.Form, Name = name, Description = index.Annotations!.GetValueOrDefault(CatalogArtifact.DescriptionKey) };
        foreach (var entry in index.Manifests)
        {
            if (entry.Annotation(CatalogArtifact.VersionKey) is not { } version || entry.Annotation(CatalogArtifact.NameKey) is not { } build || BuildOf(entry) is not { } found)
                return ShipDiagnostics.InvalidManifest($"{repository.Name}:{CatalogArtifact.TagOf(name)}", $"its entry `{entry.Digest}` says no build");
            if (!package.Versions.TryGetValue(version, out var builds))
                package.Versions[version] = builds = new NativeVersion();
            if (!builds.Builds.TryAdd(build, found))
                return ShipDiagnostics.InvalidManifest($"{repository.Name}:{CatalogArtifact.TagOf(name)}", $"it has the build `{version} {build}` twice");
        }

        return Result<NativePackage?>.Success(package);
    }

    private async Task<Result<IReadOnlyList<Descriptor>?>> EntriesAsync(string name, CancellationToken cancellation) =>
        (await IndexAsync(name, cancellation)).TryGet(out var index, out var problems)
            ? Result<IReadOnlyList<Descriptor>?>.Success(index?.Manifests)
            : Result<IReadOnlyList<Descriptor>?>.Failure(problems);

    private async Task<Result<OciIndex?>> IndexAsync(string name, CancellationToken cancellation)
    {
        var tag = CatalogArtifact.TagOf(name);
        if (!(await repository.TryFetchManifestAsync(tag, cancellation)).TryGet(out var content, out var problems))
            return Result<OciIndex?>.Failure(problems);
        if (content is null || !MediaTypes.IsIndex(content.MediaType))
            return Result<OciIndex?>.Success(null);
        if (!content.ReadIndex($"{repository.Name}:{tag}").TryGet(out var index, out problems))
            return Result<OciIndex?>.Failure(problems);
        return Result<OciIndex?>.Success(index.Annotations?.GetValueOrDefault(CatalogArtifact.PackageKey) == name ? index : null);
    }

    private static NativeBuild? BuildOf(Descriptor entry)
    {
        try
        {
            return entry.Annotation(CatalogArtifact.EntryKey) is { } text ? JsonSerializer.Deserialize(text, ShipJson.Default.NativeBuild) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SortedDictionary<string, string> NotesOf(NativePackage package, string version, string build)
    {
        var notes = PackageNotes(package);
        notes[CatalogArtifact.VersionKey] = version;
        notes[CatalogArtifact.NameKey] = build;
        notes[CatalogArtifact.EntryKey] = JsonSerializer.Serialize(package.Versions[version].Builds[build], ShipJson.Readable.NativeBuild);
        return notes;
    }

    private static SortedDictionary<string, string> PackageNotes(NativePackage package)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal) { [CatalogArtifact.PackageKey] = package.Name };
        if (package.Description is { } description)
            notes[CatalogArtifact.DescriptionKey] = description;
        return notes;
    }
}
