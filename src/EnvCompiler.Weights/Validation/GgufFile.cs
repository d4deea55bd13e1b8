namespace EnvCompiler.Weights.Validation;

/// <summary>What a whole GGUF file says about itself.</summary>
public sealed record GgufFile
{
    /// <summary>Format version, 1 to 3.</summary>
    public required uint Version { get; init; }

    /// <summary>File length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Metadata entries.</summary>
    public required int MetadataCount { get; init; }

    /// <summary>Tensors.</summary>
    public required int TensorCount { get; init; }

    /// <summary>Alignment of tensor data in bytes.</summary>
    public required long Alignment { get; init; }

    /// <summary>Where tensor data begins.</summary>
    public required long DataOffset { get; init; }

    /// <summary><c>general.architecture</c>, e.g. <c>llama</c>, or null.</summary>
    public string? Architecture { get; init; }

    /// <summary><c>general.name</c>, or null.</summary>
    public string? Name { get; init; }

    /// <summary><c>split.count</c>: files of the whole model; 0 or 1 when it is one file.</summary>
    public long SplitCount { get; init; }
}
