using System.Text;
using System.Text.Json;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Signing;

/// <summary>
/// The payload that is signed: "simple signing" (containers-signature(5)) as cosign writes it (cosign, SIGNATURE_SPEC.md), so that <c>cosign verify --key</c>
/// and the policies of skopeo and Podman read ours, and envc reads theirs.
/// </summary>
internal static class SimpleSigning
{
    internal const string PayloadMediaType = "application/vnd.dev.cosign.simplesigning.v1+json";

    /// <summary>The artifact type by which signatures are found among referrers.</summary>
    internal const string ArtifactType = "application/vnd.dev.cosign.artifact.sig.v1+json";

    /// <summary>The annotation of a payload's layer: the signature over its bytes, ASN.1 DER in base64.</summary>
    internal const string SignatureKey = "dev.cosignproject.cosign/signature";

    private const string PayloadType = "cosign container image signature";

    /// <summary>The tag under which signatures of a manifest are looked for first.</summary>
    internal static string TagOf(Digest subject) => $"{subject.Algorithm}-{subject.Hex}.sig";

    /// <summary>The payload for a manifest. A layout directory has no name that lasts, so there it is the directory's own.</summary>
    internal static byte[] PayloadOf(RepositoryName repository, Digest digest)
    {
        var name = repository.IsLayout ? $"{Reference.LayoutPrefix}{Path.GetFileName(repository.Path)}" : repository.ToString();
        return Encoding.UTF8.GetBytes(
            "{\"critical\":{\"identity\":{\"docker-reference\":" + JsonSerializer.Serialize(name, OciJson.Readable.String)
            + "},\"image\":{\"docker-manifest-digest\":\"" + digest + "\"},\"type\":\"" + PayloadType + "\"},\"optional\":null}");
    }

    /// <summary>What a payload is about; null where it is no such payload.</summary>
    internal static (string? Repository, string? Digest)? Read(byte[] payload)
    {
        try
        {
            var critical = JsonSerializer.Deserialize(payload, OciJson.Default.SignedPayload)?.Critical;
            return critical is { Type: PayloadType } ? (critical.Identity?.Repository, critical.Image?.Digest) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
