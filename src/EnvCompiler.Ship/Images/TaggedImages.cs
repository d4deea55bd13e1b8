using System.Globalization;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Images;

/// <summary>Images of a repository by their tags, and what their labels say of them.</summary>
/// <param name="repository">The repository.</param>
internal sealed class TaggedImages(IRepository repository)
{
    // Labels and layers' digests; nobody's config is a tenth of this.
    private const long LargestConfig = 4 << 20;

    /// <summary>The images of a generation that are at the tags which <see cref="ImagePublisher"/> gives them, by their own labels.</summary>
    /// <param name="generation">Its number.</param>
    /// <param name="revision">Its digest.</param>
    /// <param name="known">Digests of images that are left out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Their descriptors.</returns>
    internal async Task<Result<IReadOnlyDictionary<Target, Descriptor>>> ListAsync(int generation, string revision, IReadOnlySet<Digest> known, CancellationToken cancellation)
    {
        if (!(await repository.ListTagsAsync(cancellation)).TryGet(out var tags, out var problems))
            return Result<IReadOnlyDictionary<Target, Descriptor>>.Failure(problems);
        var found = new Dictionary<Target, Descriptor>();
        foreach (var tag in tags.Where(tag => tag.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{generation}-"), StringComparison.Ordinal)))
        {
            if (!(await repository.TryFetchManifestAsync(tag, cancellation)).TryGet(out var image, out problems))
                return Result<IReadOnlyDictionary<Target, Descriptor>>.Failure(problems);
            if (image is null || MediaTypes.IsIndex(image.MediaType) || known.Contains(image.Descriptor.Digest))
                continue;
            if (!(await ReadLabelsAsync(image, tag, cancellation)).TryGet(out var labels, out problems))
                return Result<IReadOnlyDictionary<Target, Descriptor>>.Failure(problems);
            if (labels is var (of, name) && of == revision && Target.TryParse(name, out var target) && tag == BuiltImage.TagOf(generation, target))
                found[target] = image.Descriptor;
        }

        return Result<IReadOnlyDictionary<Target, Descriptor>>.Success(found);
    }

    /// <summary>Reads the labels that envc gives its images.</summary>
    /// <param name="image">The image.</param>
    /// <param name="tag">What messages call it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The generation's digest and the target; null where the image has no such labels.</returns>
    internal async Task<Result<(string Revision, string Target)?>> ReadLabelsAsync(ManifestContent image, string tag, CancellationToken cancellation)
    {
        var name = $"{repository.Name}:{tag}";
        if (!image.ReadManifest(name).TryGet(out var manifest, out var problems))
            return Result<(string, string)?>.Failure(problems);
        if (manifest.Config.Size > LargestConfig)
            return Result<(string, string)?>.Success(null);
        try
        {
            if (!(await repository.FetchBlobAsync(manifest.Config, (stream, token) => JsonSerializer.DeserializeAsync(stream, OciJson.Default.ImageConfig, token).AsTask(), cancellation)).TryGet(out var config, out problems))
                return Result<(string, string)?>.Failure(problems);
            return Result<(string, string)?>.Success(
                config?.Label(ImageLabels.Generation) is { } revision && config.Label(ImageLabels.Target) is { } target ? (revision, target) : null);
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.InvalidManifest(name, JsonText.Reason(e));
        }
    }
}
