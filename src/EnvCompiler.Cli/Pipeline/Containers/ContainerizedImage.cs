namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>One image of a <see cref="ContainerizeReport"/>.</summary>
public sealed record ContainerizedImage
{
    /// <summary>Its target.</summary>
    public required string Target { get; init; }

    /// <summary>Its tag.</summary>
    public required string Tag { get; init; }

    /// <summary>Digest of its manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes of its blobs.</summary>
    public required long Size { get; init; }

    /// <summary>Its layers from the lowest.</summary>
    public required IReadOnlyList<ContainerizedLayer> Layers { get; init; }

    /// <summary>Layers that an image before it in the list has too.</summary>
    public required int SharedLayers { get; init; }

    /// <summary>Their bytes.</summary>
    public required long SharedBytes { get; init; }

    /// <summary>Models that must be mounted, commands that bring a shell.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
