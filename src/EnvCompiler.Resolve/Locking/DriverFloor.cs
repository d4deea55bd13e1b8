using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Solving.Debian;
using EnvCompiler.Resolve.Versions;

namespace EnvCompiler.Resolve.Locking;

/// <summary>
/// The lowest NVIDIA driver that a package works with, by its versioned needs of what the host provides: <c>libcuda1 (>= 525) | libcuda.so.1
/// (>= 525)</c> is 525. The packages of the driver carry its version.
/// </summary>
internal static class DriverFloor
{
    /// <summary>The driver's version, or null where none is asked for.</summary>
    internal static string? Of(DebianPackage package)
    {
        UpstreamVersion? floor = null;
        foreach (var dependency in package.PreDepends.Concat(package.Depends))
        {
            if (Of(dependency) is { } asked && (floor is null || UpstreamVersion.Compare(asked, floor) > 0))
                floor = asked;
        }

        return floor?.ToString();
    }

    /// <summary>A warning for each target without an NVIDIA GPU that has packages which ask for its driver.</summary>
    internal static IEnumerable<Diagnostic> NotPromised(ManifestSource source, Lock locked)
    {
        foreach (var (name, locking) in locked.Targets)
        {
            if (!Target.TryParse(name, out var target) || target.Sm is not null)
                continue;
            var packages = locking.Groups.Values.SelectMany(group => group.Packages).Distinct(StringComparer.Ordinal).Select(id => locked.Packages[id])
                .Where(package => package.DriverFloor is not null).Select(package => $"`{package.Name}` asks for {package.DriverFloor}").ToList();
            if (packages.Count > 0)
                yield return LockingDiagnostics.DriverNotPromised(source.PlaceOf("options.targets"), target, packages);
        }
    }

    // One alternative is enough, so the lowest counts; an alternative that is a package asks nothing of the driver.
    private static UpstreamVersion? Of(Dependency dependency)
    {
        UpstreamVersion? lowest = null;
        foreach (var alternative in dependency.Alternatives)
        {
            if (!HostPackages.Provide(alternative.Name) || HostPackages.FloorOf(alternative) is not { } asked)
                return null;
            if (lowest is null || UpstreamVersion.Compare(asked, lowest) < 0)
                lowest = asked;
        }

        return lowest;
    }
}
