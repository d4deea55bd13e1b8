namespace EnvCompiler.Model.Gpu;

/// <summary>For which GPUs besides its own SM device code was made: the suffix of its architecture.</summary>
public enum CodeScope
{
    /// <summary>No suffix: later ones as well.</summary>
    Portable,

    /// <summary><c>f</c>: its family from its minor version up (PTX ISA 8.8, <c>.target</c>).</summary>
    Family,

    /// <summary><c>a</c>: exactly its SM (PTX ISA 8.0, <c>.target</c>).</summary>
    Architecture,
}
