namespace EnvCompiler.Model.Configurations;

/// <summary>A configuration file: what a host or a person says about registries, for all environments.</summary>
public sealed record Configuration
{
    /// <summary>How registries are used, by <c>HOST[:PORT][/PATH]</c> or <c>oci:DIR</c>; a name holds for all repositories below it, and the longest that says something wins.</summary>
    public OrderedDictionary<string, RegistrySettings> Registries { get; init; } = [];

    /// <summary>Whose environments may be run without asking, or never.</summary>
    public TrustSettings Trust { get; init; } = new();
}
