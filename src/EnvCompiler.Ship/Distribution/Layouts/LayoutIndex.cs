namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary><c>index.json</c> of a layout: an entry for each manifest, with the tag that it has.</summary>
internal static class LayoutIndex
{
    /// <summary>The index with a manifest in it.</summary>
    /// <param name="index">As it was.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="tag">Its tag, which no other has from then on; null for none.</param>
    /// <param name="name">How messages name the layout.</param>
    internal static OciIndex With(OciIndex index, ManifestContent manifest, string? tag, RepositoryName name)
    {
        var entry = manifest.Descriptor with { Annotations = tag is null ? null : new(StringComparer.Ordinal) { [Annotations.RefName] = tag } };
        if (!MediaTypes.IsIndex(manifest.MediaType) && manifest.ReadManifest($"{name}@{entry.Digest}").TryGet(out var read))
            entry = entry with { ArtifactType = read.ArtifactType };
        // An entry without a tag is superfluous beside one with; it keeps the manifest from being collected while it has none.
        if (tag is null && index.Manifests.Any(each => each.Digest == entry.Digest))
            return index;
        var others = index.Manifests.Where(each => TagOf(each) is { } other ? other != tag : each.Digest != entry.Digest);
        return index with { Manifests = [.. others, entry] };
    }

    /// <summary>The entry of a tag or a digest, or null.</summary>
    internal static Descriptor? Find(OciIndex index, string reference) =>
        index.Manifests.FirstOrDefault(Digest.TryParse(reference, out var digest) ? each => each.Digest == digest : each => TagOf(each) == reference);

    /// <summary>All tags, sorted (ordinal).</summary>
    internal static IReadOnlyList<string> Tags(OciIndex index) => [.. index.Manifests.Select(TagOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The tag of an entry, or null.</summary>
    internal static string? TagOf(Descriptor entry) => entry.Annotation(Annotations.RefName);
}
