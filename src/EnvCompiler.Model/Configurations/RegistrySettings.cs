namespace EnvCompiler.Model.Configurations;

/// <summary><c>[registries."HOST/PATH"]</c>. What is absent is said by a shorter name, or not at all.</summary>
public sealed record RegistrySettings
{
    /// <summary>File with the public key (PEM, ECDSA P-256) that must have signed what is pulled; relative to the configuration file.</summary>
    public string? Key { get; init; }

    /// <summary>The same for several keys: a signature by one of them is enough. An empty list asks for none.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The name that signatures are about, where this is a copy of another place: a repository below this name was signed under the same path below that one.</summary>
    public string? SignedAs { get; init; }

    /// <summary>Hosts that credentials of this registry may be sent to besides its own.</summary>
    public IReadOnlyList<string>? Realms { get; init; }

    /// <summary>Whether it is reached by HTTP without TLS; loopback is anyway.</summary>
    public bool? PlainHttp { get; init; }

    /// <summary>The files of <see cref="Key"/> or <see cref="Keys"/>; null where neither is said.</summary>
    internal IReadOnlyList<string>? KeyFiles => Key is null ? Keys : [Key];
}
