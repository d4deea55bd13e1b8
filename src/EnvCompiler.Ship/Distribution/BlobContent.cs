namespace EnvCompiler.Ship.Distribution;

/// <summary>A blob that can be sent, again from anywhere in it after a connection broke.</summary>
/// <param name="Descriptor">Type, digest and size.</param>
/// <param name="Open">Opens a stream that can seek; whoever opens it closes it.</param>
public sealed record BlobContent(Descriptor Descriptor, Func<Stream> Open)
{
    /// <summary>Another repository of the same registry that may have it: the registry is asked to take it from there.</summary>
    public RepositoryName? MountFrom { get; init; }

    /// <summary>Told of bytes as they are sent, and by a negative number of those that were for nothing.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Bytes at hand.</summary>
    public static BlobContent Of(string mediaType, byte[] content) => new(Descriptor.Of(mediaType, content), () => new MemoryStream(content, writable: false));

    /// <summary>A file whose digest and size are known.</summary>
    public static BlobContent OfFile(Descriptor descriptor, string path) =>
        new(descriptor, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
}
