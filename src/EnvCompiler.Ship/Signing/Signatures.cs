using System.Text;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Signing;

/// <summary>
/// Signatures of manifests in a repository, as cosign keeps them: a manifest with a layer for each signature, under the tag <c>sha256-HEX.sig</c> and, by its
/// subject, among the referrers.
/// </summary>
/// <param name="repository">The repository.</param>
internal sealed class Signatures(IRepository repository)
{
    private const int LargestPayload = 64 * 1024;
    private const int MostReferrers = 64;

    /// <summary>Signs a manifest, beside signatures that it has. It need not be there yet.</summary>
    /// <returns>Whether it was not signed by this key before.</returns>
    internal async Task<Result<bool>> SignAsync(Descriptor subject, SigningKey key, CancellationToken cancellation)
    {
        var payload = SimpleSigning.PayloadOf(repository.Name, subject.Digest);
        var own = KeyRing.Of(key, repository.Name);
        if (!(await ReadAsync(SimpleSigning.TagOf(subject.Digest), cancellation)).TryGet(out var present, out var problems)
            || !(await StateOfAsync(present, subject.Digest, own, cancellation)).TryGet(out var state, out problems))
            return Result<bool>.Failure(problems);
        if (state == SignatureState.Valid)
            return false;
        var blob = BlobContent.Of(SimpleSigning.PayloadMediaType, payload);
        Descriptor[] layers =
        [
            .. present?.Layers ?? [],
            blob.Descriptor with { Annotations = new(StringComparer.Ordinal) { [SimpleSigning.SignatureKey] = Convert.ToBase64String(key.Sign(payload)) } },
        ];
        // cosign and skopeo read it as an image, which has a config.
        var config = BlobContent.Of(MediaTypes.ImageConfig, ConfigOf(layers));
        foreach (var each in (BlobContent[])[blob, config])
        {
            if (!(await repository.PushBlobAsync(each, cancellation)).TryGet(out _, out problems))
                return Result<bool>.Failure(problems);
        }

        var manifest = ManifestContent.Of(new OciManifest
        {
            ArtifactType = SimpleSigning.ArtifactType,
            Config = config.Descriptor,
            Layers = layers,
            Subject = subject with { Annotations = null, ArtifactType = null },
        });
        return (await repository.PushManifestAsync(manifest, SimpleSigning.TagOf(subject.Digest), cancellation)).TryGet(out _, out problems) ? true : Result<bool>.Failure(problems);
    }

    /// <summary>Holds the signatures of a manifest against keys.</summary>
    internal async Task<Result<SignatureState>> VerifyAsync(Digest subject, KeyRing ring, CancellationToken cancellation)
    {
        if (!(await ReadAsync(SimpleSigning.TagOf(subject), cancellation)).TryGet(out var tagged, out var problems)
            || !(await StateOfAsync(tagged, subject, ring, cancellation)).TryGet(out var best, out problems))
            return Result<SignatureState>.Failure(problems);
        if (best == SignatureState.Valid)
            return best;
        if (!(await repository.ListReferrersAsync(subject, SimpleSigning.ArtifactType, cancellation)).TryGet(out var referrers, out problems))
            return Result<SignatureState>.Failure(problems);
        foreach (var referrer in referrers.Take(MostReferrers))
        {
            if (!(await ReadAsync(referrer.Digest.ToString(), cancellation)).TryGet(out var manifest, out problems)
                || !(await StateOfAsync(manifest, subject, ring, cancellation)).TryGet(out var state, out problems))
                return Result<SignatureState>.Failure(problems);
            best = state > best ? state : best;
        }

        return best;
    }

    private async Task<Result<OciManifest?>> ReadAsync(string reference, CancellationToken cancellation)
    {
        if (!(await repository.TryFetchManifestAsync(reference, cancellation)).TryGet(out var content, out var problems))
            return Result<OciManifest?>.Failure(problems);
        if (content is null)
            return Result<OciManifest?>.Success(null);
        return content.ReadManifest($"{repository.Name}:{reference}").TryGet(out var manifest, out problems)
            ? Result<OciManifest?>.Success(manifest)
            : Result<OciManifest?>.Failure(problems);
    }

    private async Task<Result<SignatureState>> StateOfAsync(OciManifest? signatures, Digest subject, KeyRing ring, CancellationToken cancellation)
    {
        var best = SignatureState.Missing;
        foreach (var layer in signatures?.Layers ?? [])
        {
            if (layer.MediaType != SimpleSigning.PayloadMediaType || layer.Size > LargestPayload || SignatureOf(layer) is not { } signature)
                continue;
            if (!(await repository.FetchBlobAsync(layer, ReadAllAsync, cancellation)).TryGet(out var payload, out var problems))
                return Result<SignatureState>.Failure(problems);
            var state = StateOf(payload, signature, subject, ring);
            best = state > best ? state : best;
        }

        return best;
    }

    private static SignatureState StateOf(byte[] payload, byte[] signature, Digest subject, KeyRing ring) =>
        !ring.Keys.Any(key => key.HasSigned(payload, signature)) || SimpleSigning.Read(payload) is not { } about ? SignatureState.OfOtherKey
        : about.Digest != subject.ToString() ? SignatureState.OfOtherManifest
        : ring.SignedAs is { } name && about.Repository != name ? SignatureState.OfOtherRepository
        : SignatureState.Valid;

    private static byte[]? SignatureOf(Descriptor layer)
    {
        var text = layer.Annotation(SimpleSigning.SignatureKey) ?? "";
        var buffer = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }

    private static byte[] ConfigOf(IEnumerable<Descriptor> layers) =>
        Encoding.UTF8.GetBytes(
            "{\"architecture\":\"\",\"config\":{},\"os\":\"\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + string.Join(',', layers.Select(layer => $"\"{layer.Digest}\"")) + "]}}");

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellation);
        return content.ToArray();
    }
}
