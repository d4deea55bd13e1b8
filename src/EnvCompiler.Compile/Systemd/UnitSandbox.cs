using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Systemd;

/// <summary>
/// What a unit's processes may not do: everything that an inference server does not need. No <c>MemoryDenyWriteExecute=</c>: the launcher, CUDA and most engines compile at run time.
/// </summary>
internal static class UnitSandbox
{
    /// <summary>Adds the settings.</summary>
    internal static void Write(UnitText unit, Target target, bool isUser)
    {
        unit.Set("NoNewPrivileges", "yes")
            .Set("ProtectSystem", "strict")
            .Set("PrivateTmp", "yes")
            .Set("PrivateUsers", "yes")
            .Set("ProtectKernelTunables", "yes")
            .Set("ProtectControlGroups", "yes")
            .Set("RestrictNamespaces", "yes")
            .Set("RestrictRealtime", "yes")
            .Set("RestrictSUIDSGID", "yes")
            .Set("LockPersonality", "yes")
            // Netlink: what lists network interfaces, as collective communication does.
            .Set("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK")
            .Set("SystemCallArchitectures", "native")
            .Set("SystemCallFilter", "@system-service")
            .Set("SystemCallFilter", "~@privileged")
            .Set("SystemCallErrorNumber", "EPERM")
            .Set("KeyringMode", "private")
            .Set("UMask", "0077");
        if (!isUser)
            WriteOfSystem(unit);
        WriteDevices(unit, target, isUser);
    }

    // A user's manager has no privileges to take away, and for some of these it would need them.
    private static void WriteOfSystem(UnitText unit) => unit
        .Set("CapabilityBoundingSet", "")
        .Set("AmbientCapabilities", "")
        .Set("ProtectHome", "yes")
        .Set("ProtectKernelModules", "yes")
        .Set("ProtectKernelLogs", "yes")
        .Set("ProtectClock", "yes")
        .Set("ProtectHostname", "yes")
        .Set("ProtectProc", "invisible")
        .Set("PrivateMounts", "yes")
        .Set("RemoveIPC", "yes");

    private static void WriteDevices(UnitText unit, Target target, bool isUser)
    {
        if (target.Accelerator == Accelerators.Cpu)
        {
            if (!isUser)
                unit.Set("DevicePolicy", "closed");
            unit.Set("PrivateDevices", "yes");
            return;
        }

        if (!isUser)
        {
            unit.Set("DevicePolicy", "closed")
                .Set("DeviceAllow", "char-nvidia* rw")
                .Set("DeviceAllow", "char-drm rw");
        }

        // Pinned memory is locked memory.
        unit.Set("LimitMEMLOCK", "infinity");
    }
}
