using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>The keys of a service that later versions act on: supervision, accelerators, limits.</summary>
internal static class ServiceKeysToCome
{
    private static readonly string[] Conditions = ["started", "ready", "completed"];
    private static readonly string[] RestartPolicies = ["never", "on-failure", "always"];

    internal static void Check(TableReader service)
    {
        service.NotYet("depends-on", key => CheckDependencies(service, key));
        service.NotYet("live", key => service.Check(key, CheckLive));
        service.NotYet("warmup", key => service.Check(key, CheckWarmup));
        service.NotYet("restart", key => service.Check(key, CheckRestart));
        service.NotYet("gpus", key => CheckGpus(service, key));
        service.NotYet("limits", key => service.Check(key, CheckLimits));
        service.ForLater("systemd", key => service.Check(key, CheckUnit));
    }

    /// <summary>Services that wait for each other would never start.</summary>
    internal static void CheckCircles(TableReader services)
    {
        var dependencies = new Dictionary<string, IReadOnlyList<TomlEntry>>(StringComparer.Ordinal);
        foreach (var entry in services.Entries)
        {
            if (entry.Value is TomlTable service && service.TryGet("depends-on", out var found) && found.Value is TomlTable names)
                dependencies.Add(entry.Key, names.Entries);
        }

        var order = DependencyOrder.Of(dependencies.Keys, name => dependencies[name].Select(other => other.Key).Where(dependencies.ContainsKey));
        foreach (var circle in order.Circles)
            services.Report(ManifestDiagnostics.ServicesInACircle(services.PlaceAt(KeyPath.Of("services", circle[0], "depends-on")), circle));
    }

    private static void CheckDependencies(TableReader service, string key) => service.Check(key, dependencies =>
    {
        foreach (var entry in dependencies.Entries)
        {
            dependencies.OneOf(entry.Key, Conditions);
            dependencies.CheckReference(dependencies.PlaceOf(entry.Key), dependencies.Path, "services", entry.Key);
        }
    });

    private static void CheckLive(TableReader live)
    {
        live.RequiredString("http");
        live.Duration("period");
        live.Duration("timeout");
        live.Integer("failures", 1, 1000);
    }

    private static void CheckWarmup(TableReader warmup)
    {
        warmup.RequiredString("chat");
        warmup.Duration("timeout");
    }

    private static void CheckRestart(TableReader restart)
    {
        restart.OneOf("policy", RestartPolicies);
        restart.Duration("delay");
        restart.Duration("max-delay");
        restart.Duration("reset-after");
        restart.Integer("max", 0, 1_000_000);
    }

    private static void CheckGpus(TableReader service, string key)
    {
        switch (service.Any(key))
        {
            case TomlArray:
                service.Items(key, "a number of GPUs or a list of their indexes or UUIDs", item =>
                    item is TomlInteger { Value: >= 0 and < 1024 } or TomlString { Value.Length: > 0 } ? item : null);
                break;
            case TomlInteger:
                service.Integer(key, 0, 1024);
                break;
            case { } other:
                service.RefuseType(key, other, "a number of GPUs or a list of their indexes or UUIDs");
                break;
        }
    }

    private static void CheckLimits(TableReader limits)
    {
        limits.Size("memory");
        limits.CheckPositive("cpus");
    }

    private static void CheckUnit(TableReader systemd)
    {
        systemd.Free("unit");
        systemd.Free("service");
    }
}
