namespace EnvCompiler.Store.Imaging;

/// <summary>How a layer is compressed.</summary>
public enum LayerCompression
{
    /// <summary>gzip: every runtime and every tool reads it.</summary>
    Gzip,

    /// <summary>As it is, for what does not get smaller.</summary>
    None,

    /// <summary>zstd: unpacked several times as fast; containerd 1.5, docker 23, skopeo and newer read it.</summary>
    Zstd,
}
