using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Binding;

namespace EnvCompiler.Model.Configurations;

/// <summary>The top level of a configuration file.</summary>
internal static class ConfigurationBinder
{
    private const string NameForm = "`HOST` or `HOST/PATH`, without tag or scheme, or `oci:/DIR`";
    private const string PatternForm = "`HOST/PATH`, or `HOST/PATH/*` for all below it";

    /// <summary>Binds.</summary>
    /// <param name="root">The file.</param>
    /// <param name="directory">The file's directory, which files of keys are relative to.</param>
    internal static Configuration Bind(TableReader root, string directory) => new()
    {
        Registries = root.Map("registries", registry => BindRegistry(registry, directory)),
        Trust = root.Table("trust", BindTrust) ?? new TrustSettings(),
    };

    private static RegistrySettings BindRegistry(TableReader registry, string directory)
    {
        if (!RepositoryPattern.IsName(registry.Name))
            registry.Report(ManifestDiagnostics.BadForm(registry.Place, registry.Path, NameForm, registry.Name));
        if (registry.Has("key") && registry.Has("keys"))
            registry.Report(ManifestDiagnostics.ExactlyOne(registry.Place, registry.Path, ["key", "keys"]));
        return new RegistrySettings
        {
            Key = registry.Formed("key", NameRule.IsPlain, "a file") is { } key ? Path.GetFullPath(key, directory) : null,
            Keys = registry.FormedItems("keys", NameRule.IsPlain, "a file")?.Select(file => Path.GetFullPath(file.Value, directory)).ToList(),
            SignedAs = registry.Formed("signed-as", RepositoryPattern.IsName, NameForm),
            Realms = registry.FormedItems("realms", text => Uri.CheckHostName(text) != UriHostNameType.Unknown, "a host without scheme or port")?.Select(host => host.Value).ToList(),
            PlainHttp = registry.Boolean("plain-http"),
        };
    }

    private static TrustSettings BindTrust(TableReader trust) => new() { Allow = Patterns(trust, "allow"), Deny = Patterns(trust, "deny") };

    private static List<string> Patterns(TableReader trust, string key) =>
        trust.FormedItems(key, RepositoryPattern.IsPattern, PatternForm)?.Select(pattern => pattern.Value).ToList() ?? [];
}
