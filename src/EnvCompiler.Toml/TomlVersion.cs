namespace EnvCompiler.Toml;

/// <summary>The edition of the specification a text is held against (toml.io/en/v1.1.0, toml.io/en/v1.0.0).</summary>
public enum TomlVersion
{
    /// <summary>1.0: no newlines or trailing commas in inline tables, seconds required, no <c>\e</c> and <c>\x</c>.</summary>
    V10,

    /// <summary>1.1, a superset of 1.0.</summary>
    V11,
}
