namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>The keys of a service that later versions act on: systemd.</summary>
internal static class ServiceKeysToCome
{
    internal static void Check(TableReader service)
    {
        service.ForLater("systemd", key => service.Check(key, CheckUnit));
    }

    private static void CheckUnit(TableReader systemd)
    {
        systemd.Free("unit");
        systemd.Free("service");
    }
}
