using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Terminal;

/// <summary>What of a manifest runs when its environment is activated, for somebody who has to agree to it.</summary>
internal static class RunnableText
{
    /// <summary>Lines; none of them is made fit for a terminal yet.</summary>
    internal static IEnumerable<string> Of(Manifest manifest)
    {
        (string Name, string? Script)[] scripts =
        [
            ("hook.on-activate", manifest.Hook.OnActivate), ("hook.on-deactivate", manifest.Hook.OnDeactivate),
            .. Of("profile", manifest.Profile), .. Of("profile.deactivate", manifest.Profile.Deactivate),
        ];
        foreach (var (name, script) in scripts)
        {
            if (string.IsNullOrWhiteSpace(script))
                continue;
            yield return $"{name}:";
            foreach (var line in script.TrimEnd().Split('\n'))
                yield return $"  {line}";
        }

        // A value may hold a command substitution.
        foreach (var (name, variable) in manifest.Vars)
        {
            if ((variable.Value ?? variable.Default) is { } value && (value.Contains("$(", StringComparison.Ordinal) || value.Contains('`')))
                yield return $"vars.{name}: {value}";
        }

        foreach (var (name, service) in manifest.Services)
        {
            yield return service.Backend is { } backend ? $"services.{name}: backend {backend}" : $"services.{name}: {service.Command}";
            (string Key, string? Command)[] others =
                [("startup", service.Startup?.Command), ("ready", service.Ready?.Command), ("live", service.Live?.Command), ("shutdown", service.Shutdown?.Command)];
            foreach (var (key, command) in others)
            {
                if (command is not null)
                    yield return $"services.{name}.{key}: {command}";
            }
        }

        yield return $"packages: {string.Join(", ", manifest.Install.Keys)}";
    }

    private static IEnumerable<(string Name, string? Script)> Of(string section, Profile? profile) => profile is null ? [] :
    [
        ($"{section}.common", profile.Common), ($"{section}.bash", profile.Bash), ($"{section}.zsh", profile.Zsh), ($"{section}.fish", profile.Fish), ($"{section}.tcsh", profile.Tcsh),
    ];
}
