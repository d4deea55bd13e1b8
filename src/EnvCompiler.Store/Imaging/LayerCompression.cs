namespace EnvCompiler.Store.Imaging;

/// <summary>How a layer is compressed.</summary>
public enum LayerCompression
{
    /// <summary>gzip: every runtime and every tool reads it.</summary>
    Gzip,

    /// <summary>As it is, for what does not get smaller.</summary>
    None,
}
