using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Images;

/// <summary>What an image's config is made of.</summary>
public sealed record ImageConfigInput
{
    /// <summary>The environment's name.</summary>
    public required string Name { get; init; }

    /// <summary>The manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The target.</summary>
    public required Target Target { get; init; }

    /// <summary>The generation's number.</summary>
    public required int Generation { get; init; }

    /// <summary>The generation's digest, SHA-256 in hexadecimal.</summary>
    public required string Revision { get; init; }

    /// <summary><c>UID:GID</c>.</summary>
    public required string User { get; init; }

    /// <summary>The layers from the lowest: SHA-256 of each archive, and what it is.</summary>
    public required IReadOnlyList<(string DiffId, string Title)> Layers { get; init; }
}
