using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>The keys of a service that later versions act on: accelerators, systemd.</summary>
internal static class ServiceKeysToCome
{
    internal static void Check(TableReader service)
    {
        service.NotYet("gpus", key => CheckGpus(service, key));
        service.ForLater("systemd", key => service.Check(key, CheckUnit));
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

    private static void CheckUnit(TableReader systemd)
    {
        systemd.Free("unit");
        systemd.Free("service");
    }
}
