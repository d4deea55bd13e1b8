namespace EnvCompiler.Resolve.Inspecting.Fatbins;

/// <summary>How an entry's code is packed; bits of its header.</summary>
public enum FatbinCompression
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>One LZ4 block without a frame: nvcc up to CUDA 12.</summary>
    Lz4,

    /// <summary>A Zstandard frame: nvcc of CUDA 13, and of 12 where asked for.</summary>
    Zstd,

    /// <summary>In a way that none of the known bits name.</summary>
    Unknown,
}
