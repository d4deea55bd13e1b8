namespace EnvCompiler.Model.Catalogs;

/// <summary>PTX for one architecture.</summary>
public sealed record NativePtx
{
    /// <summary><c>compute_90</c>, <c>compute_90a</c>, <c>compute_100f</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Version of its language, which decides the drivers that understand it: <c>8.8</c>.</summary>
    public required string Isa { get; init; }

    /// <summary>Bytes that the driver compiles, unpacked, over all files.</summary>
    public required long Size { get; init; }
}
