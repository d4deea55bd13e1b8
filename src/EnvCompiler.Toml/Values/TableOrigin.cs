namespace EnvCompiler.Toml.Values;

/// <summary>How a table came to be (toml.io/en/v1.1.0#table).</summary>
internal enum TableOrigin
{
    /// <summary>As the parent of a longer header: a header may still define it.</summary>
    Implied,

    /// <summary>By its own header; closed for dotted keys from outside.</summary>
    Header,

    /// <summary>By dotted keys; open to more of them in the same section, and to headers of its sub-tables.</summary>
    Dotted,

    /// <summary>As <c>{ … }</c>; closed.</summary>
    Inline,
}
