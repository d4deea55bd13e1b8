using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>
/// Referrers where the registry does not list them: an index under a tag that the subject's digest names (distribution-spec, "Referrers Tag Schema").
/// Two clients that write it at once may lose an entry, as the specification says.
/// </summary>
internal sealed class FallbackReferrers(IRepository repository)
{
    /// <summary>The entries; none where there is no such index.</summary>
    internal async Task<Result<IReadOnlyList<Descriptor>>> ListAsync(Digest subject, CancellationToken cancellation)
    {
        var tag = Referrers.FallbackTag(subject);
        if (!(await repository.TryFetchManifestAsync(tag, cancellation)).TryGet(out var content, out var problems))
            return Result<IReadOnlyList<Descriptor>>.Failure(problems);
        if (content is null)
            return Result<IReadOnlyList<Descriptor>>.Success([]);
        return content.ReadIndex($"{repository.Name}:{tag}").TryGet(out var index, out problems)
            ? Result<IReadOnlyList<Descriptor>>.Success(index.Manifests)
            : Result<IReadOnlyList<Descriptor>>.Failure(problems);
    }

    /// <summary>Lists a manifest that has a subject.</summary>
    internal async Task<Diagnostic?> AddAsync(ManifestContent content, CancellationToken cancellation)
    {
        if (!content.ReadManifest($"{repository.Name}@{content.Descriptor.Digest}").TryGet(out var manifest, out var problems))
            return problems[0];
        if (manifest.Subject is not { } subject)
            return null;
        if (!(await ListAsync(subject.Digest, cancellation)).TryGet(out var present, out problems))
            return problems[0];
        if (present.Any(each => each.Digest == content.Descriptor.Digest))
            return null;
        var index = ManifestContent.Of(new OciIndex { Manifests = [.. present, Referrers.Entry(content, manifest)] });
        return (await repository.PushManifestAsync(index, Referrers.FallbackTag(subject.Digest), cancellation)).TryGet(out _, out problems) ? null : problems[0];
    }
}
