namespace EnvCompiler.Ship.Distribution;

/// <summary>Content by type, digest and size (image-spec, descriptor.md).</summary>
public sealed record Descriptor
{
    /// <summary>What it is.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its digest.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Of a manifest that is an artifact: of which kind.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>In an index, what an image runs on.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Notes, sorted by key.</summary>
    public SortedDictionary<string, string>? Annotations { get; init; }

    /// <summary>The descriptor of content at hand.</summary>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) =>
        new() { MediaType = mediaType, Digest = Digest.Of(content), Size = content.Length };

    /// <summary>An annotation's value, or null.</summary>
    public string? Annotation(string key) => Annotations?.GetValueOrDefault(key);
}
