using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>services.NAME.restart</c>: a policy, or a table.</summary>
internal static class RestartBinder
{
    private const int MostRestarts = 1_000_000;

    internal static readonly OrderedDictionary<string, RestartPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["never"] = RestartPolicy.Never,
        ["on-failure"] = RestartPolicy.OnFailure,
        ["always"] = RestartPolicy.Always,
    };

    internal static Restart? Bind(TableReader service, string key) => service.Any(key) switch
    {
        null => null,
        TomlString => service.OneOf(key, Policies.Keys) is { } policy ? new Restart { Policy = Policies[policy] } : null,
        TomlTable => service.Table(key, Bind),
        var other => Refuse(service, key, other),
    };

    private static Restart Bind(TableReader restart)
    {
        var defaults = new Restart();
        return defaults with
        {
            Policy = restart.OneOf("policy", Policies.Keys) is { } policy ? Policies[policy] : defaults.Policy,
            Delay = restart.Duration("delay") ?? defaults.Delay,
            MaxDelay = restart.Duration("max-delay") ?? defaults.MaxDelay,
            ResetAfter = restart.Duration("reset-after") ?? defaults.ResetAfter,
            Max = restart.Integer("max", 0, MostRestarts),
        };
    }

    private static Restart? Refuse(TableReader service, string key, TomlValue found)
    {
        service.RefuseType(key, found, "a policy such as `\"on-failure\"` or a table");
        return null;
    }
}
