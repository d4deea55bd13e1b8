using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Configurations;

/// <summary>A configuration file that was read.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Content">What it says.</param>
public sealed record ConfigurationFile(string Path, Configuration Content)
{
    /// <summary>What the longest name that a repository lies below says; null where none of them says anything.</summary>
    internal T? Find<T>(string repository, Func<RegistrySettings, T?> say)
    {
        foreach (var (name, settings) in Content.Registries.OrderByDescending(pair => pair.Key.Length))
        {
            if (RepositoryPattern.IsBelow(repository, name) && say(settings) is { } said)
                return said;
        }

        return default;
    }

    /// <summary>Every setting, as <c>envc config</c> lists it.</summary>
    internal IEnumerable<ConfigurationSetting> Settings()
    {
        foreach (var (name, settings) in Content.Registries)
        {
            foreach (var (key, values) in ((string, IReadOnlyList<string>?)[])
                [("keys", settings.KeyFiles), ("signed-as", settings.SignedAs is { } other ? [other] : null), ("realms", settings.Realms), ("plain-http", settings.PlainHttp is { } plain ? [plain ? "true" : "false"] : null)])
            {
                if (values is not null)
                    yield return new ConfigurationSetting(KeyPath.Of("registries", name, key), values, Path);
            }
        }

        if (Content.Trust.Allow.Count > 0)
            yield return new ConfigurationSetting("trust.allow", Content.Trust.Allow, Path);
        if (Content.Trust.Deny.Count > 0)
            yield return new ConfigurationSetting("trust.deny", Content.Trust.Deny, Path);
    }
}
