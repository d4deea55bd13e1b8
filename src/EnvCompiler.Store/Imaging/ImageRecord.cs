namespace EnvCompiler.Store.Imaging;

/// <summary><c>images/KEY</c>: an image that was built from the same things before.</summary>
public sealed record ImageRecord
{
    /// <summary>Its layers from the lowest.</summary>
    public required IReadOnlyList<ImageRecordLayer> Layers { get; init; }

    /// <summary>The config's bytes.</summary>
    public required byte[] Config { get; init; }

    /// <summary>The SPDX document about it.</summary>
    public byte[]? Sbom { get; init; }

    /// <summary>What there was to say of it, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
