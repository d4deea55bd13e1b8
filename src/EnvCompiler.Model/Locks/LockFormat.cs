namespace EnvCompiler.Model.Locks;

/// <summary>
/// The versions of the lock's form. A lock is written in the lowest version that can hold it, so that an older envc reads every lock that
/// has nothing new in it. An addition is an optional property and a line here.
/// </summary>
internal static class LockFormat
{
    /// <summary>What each version after the first added, and whether a lock has it.</summary>
    private static readonly (int Version, Func<Lock, bool> IsUsed)[] Additions =
    [
        (2, locked => locked.Request.AllowPreReleases is not null),
        (2, locked => locked.Packages.Values.Any(package => package.DriverFloor is not null)),
        (3, locked => locked.Request.Alternatives is not null),
        (4, locked => locked.Request.Install.Values.Any(package => package.When is not null)),
        (4, locked => locked.Request.Models.Values.Any(model => model.When is not null)),
        (5, locked => locked.Request.Driver is not null || locked.Request.CpuLevel is not null),
        (5, locked => locked.Targets.Values.Any(target => target.Like is not null)),
        (5, locked => locked.Request.Catalogs.Any(catalog => catalog.Location is not null)),
        (5, locked => locked.Packages.Values.Any(package => package.Build is not null)),
        (6, locked => locked.Include is not null),
    ];

    /// <summary>The newest version that this envc reads and writes.</summary>
    internal static int Newest => Additions[^1].Version;

    /// <summary>The lowest version that can hold a lock.</summary>
    internal static int LowestFor(Lock locked)
    {
        var lowest = 1;
        foreach (var (version, isUsed) in Additions)
        {
            if (isUsed(locked))
                lowest = version;
        }

        return lowest;
    }
}
