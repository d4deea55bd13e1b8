namespace EnvCompiler.Model.Configurations;

/// <summary>
/// What the host's and the user's file say together. The user's can only make the host's stricter: both ask for their keys, a denial of either holds, and HTTP
/// without TLS stays forbidden where the host forbids it. What may be done besides (realms, allowed environments) either may add.
/// </summary>
/// <param name="host">The host's file, or null.</param>
/// <param name="user">The user's file, or null.</param>
public sealed class EffectiveConfiguration(ConfigurationFile? host, ConfigurationFile? user)
{
    private readonly ConfigurationFile[] files = [.. ((ConfigurationFile?[])[host, user]).OfType<ConfigurationFile>()];

    /// <summary>Of no files.</summary>
    public static EffectiveConfiguration Empty { get; } = new(host: null, user: null);

    /// <summary>The files, the host's first.</summary>
    public IReadOnlyList<ConfigurationFile> Files => files;

    /// <summary>How a repository is used.</summary>
    /// <param name="repository"><c>HOST[:PORT]/PATH</c>, or <c>oci:/DIR</c>.</param>
    public RepositorySettings Of(string repository)
    {
        var plainOfHost = host?.Find(repository, settings => settings.PlainHttp);
        return new RepositorySettings(
            [.. files.Select(file => KeysOf(file, repository)).OfType<RequiredKeys>()],
            [.. files.SelectMany(file => file.Find(repository, settings => settings.Realms) ?? []).Distinct(StringComparer.OrdinalIgnoreCase)],
            plainOfHost == false ? false : user?.Find(repository, settings => settings.PlainHttp) ?? plainOfHost,
            plainOfHost == false ? host!.Path : null);
    }

    /// <summary>Whether a repository's environments may be run.</summary>
    /// <param name="repository">As of <see cref="Of"/>.</param>
    /// <returns>The answer, with the file and the pattern that give it.</returns>
    public (Trust Trust, string? File, string? Pattern) TrustIn(string repository)
    {
        foreach (var (trust, patterns) in ((Trust, Func<TrustSettings, IReadOnlyList<string>>)[])[(Trust.Denied, settings => settings.Deny), (Trust.Allowed, settings => settings.Allow)])
        {
            foreach (var file in files)
            {
                if (patterns(file.Content.Trust).FirstOrDefault(pattern => RepositoryPattern.Matches(repository, pattern)) is { } found)
                    return (trust, file.Path, found);
            }
        }

        return (Trust.Unknown, null, null);
    }

    /// <summary>Every setting of every file, those that another file overrules with the reason.</summary>
    public IReadOnlyList<ConfigurationSetting> Settings() => [.. files.SelectMany(file => file.Settings().Select(setting => file == user ? Judge(setting) : setting))];

    private static RequiredKeys? KeysOf(ConfigurationFile file, string repository)
    {
        if (file.Find(repository, settings => settings.KeyFiles) is not { Count: > 0 } keys)
            return null;
        var (name, settings) = file.Content.Registries
            .Where(pair => pair.Value.SignedAs is not null && RepositoryPattern.IsBelow(repository, pair.Key))
            .OrderByDescending(pair => pair.Key.Length)
            .FirstOrDefault();
        return new RequiredKeys(keys, settings is null ? repository : settings.SignedAs + repository[name.Length..], file.Path);
    }

    private ConfigurationSetting Judge(ConfigurationSetting setting)
    {
        foreach (var (name, settings) in user!.Content.Registries)
        {
            if (settings.PlainHttp == true && setting.Key == Manifests.KeyPath.Of("registries", name, "plain-http") && Of(name).PlainHttpDeniedBy is { } file)
                return setting with { Overruled = $"`{file}` forbids it" };
        }

        return setting;
    }
}
