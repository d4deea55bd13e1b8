namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>What <c>containerize --json</c> prints.</summary>
public sealed record ContainerizeReport
{
    /// <summary>The generation.</summary>
    public required int Generation { get; init; }

    /// <summary>Images, one a target.</summary>
    public required IReadOnlyList<ContainerizedImage> Images { get; init; }

    /// <summary>Digest of the index over them; null where they were brought nowhere.</summary>
    public string? Index { get; init; }

    /// <summary>Blobs that had to be sent; null where they were brought nowhere.</summary>
    public int? SentBlobs { get; init; }

    /// <summary>Their bytes.</summary>
    public long? SentBytes { get; init; }
}
