namespace EnvCompiler.Ship.Distribution;

/// <summary>What a manifest with a subject is listed as (distribution-spec, "Listing Referrers").</summary>
internal static class Referrers
{
    /// <summary>The tag whose index lists referrers where the registry does not (distribution-spec, "Referrers Tag Schema").</summary>
    internal static string FallbackTag(Digest subject) => $"{subject.Algorithm}-{subject.Hex}";

    /// <summary>The descriptor of a referrer.</summary>
    internal static Descriptor Entry(ManifestContent content, OciManifest manifest) =>
        content.Descriptor with { ArtifactType = manifest.KindOfArtifact(), Annotations = manifest.Annotations };

    /// <summary>Those of a kind.</summary>
    internal static IReadOnlyList<Descriptor> OfKind(IEnumerable<Descriptor> referrers, string? artifactType) =>
        [.. referrers.Where(each => artifactType is null || each.ArtifactType == artifactType).DistinctBy(each => each.Digest)];
}
