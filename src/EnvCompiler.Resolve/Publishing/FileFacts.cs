using EnvCompiler.Model.Catalogs;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>What one file of an artifact asks of GPU and processor.</summary>
public sealed record FileFacts
{
    /// <summary>Path relative to the package's root.</summary>
    public required string Path { get; init; }

    /// <summary>Its device code, an element for each kind of fat binary; empty where it has none.</summary>
    public required IReadOnlyList<NativeCode> DeviceCode { get; init; }

    /// <summary>CUDA's libraries that it loads.</summary>
    public required IReadOnlyList<string> CudaLibraries { get; init; }

    /// <summary>The processor level that it says it needs; absent where it does not say.</summary>
    public string? CpuLevel { get; init; }
}
