using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Locking;

/// <summary>Problems of solving and locking: ENVC0250 to ENVC0279.</summary>
public static class LockingDiagnostics
{
    /// <summary>No catalog has the package.</summary>
    public static Diagnostic UnknownPackage(SourcePlace place, string name, string where, string? hint) =>
        new("ENVC0250", $"there is no package `{name}` in {where}") { Place = place, Hint = hint };

    /// <summary>The catalogs have the package for other systems of the manifest only.</summary>
    /// <param name="place">The entry.</param>
    /// <param name="installId">Its id.</param>
    /// <param name="name">The package.</param>
    /// <param name="system">The system without it.</param>
    /// <param name="others">Systems with it, at least one.</param>
    public static Diagnostic OtherSystemsOnly(SourcePlace place, string installId, string name, string system, IReadOnlyList<string> others) =>
        new("ENVC0262", $"the catalogs have no `{name}` for `{system}`, only for {string.Join(", ", others.Select(other => $"`{other}`"))}")
        {
            Place = place,
            Hint = $"`{KeyPath.Of("install", installId)}.systems = [{string.Join(", ", others.Select(other => $"\"{other}\""))}]` leaves it out elsewhere",
        };

    /// <summary>The part before the slash names no catalog.</summary>
    public static Diagnostic UnknownCatalog(SourcePlace place, string path, string catalog, IReadOnlyList<string> known) =>
        new("ENVC0251", $"`{path}` names the catalog `{catalog}`, which the manifest does not have")
        {
            Place = place,
            Hint = NearNames.Hint(catalog, known) ?? $"the catalogs are {string.Join(", ", known.Select(name => $"`{name}`"))}",
        };

    /// <summary>A text that is no version constraint.</summary>
    public static Diagnostic MalformedConstraint(SourcePlace place, string constraint, string reason) =>
        new("ENVC0252", $"`{constraint}` is not a version constraint: {reason}")
        {
            Place = place,
            Hint = "write `1.2`, `^1.2`, `~1.2.3`, `>=1.2 <2`, `1.2 || 1.4`, or Debian's exact version `=1:1.2.3-4`",
        };

    /// <summary>The package is there, in other versions.</summary>
    public static Diagnostic NoSuchVersion(SourcePlace place, string name, string constraint, IReadOnlyList<string> versions) =>
        new("ENVC0253", $"no version of `{name}` is `{constraint}`")
        {
            Place = place,
            Hint = $"there is {string.Join(", ", versions)}",
        };

    /// <summary>A package that belongs to the host's driver.</summary>
    public static Diagnostic HostPackage(SourcePlace place, string name) =>
        new("ENVC0254", $"`{name}` belongs to the host's NVIDIA driver, which is never packaged")
        {
            Place = place,
            Hint = "leave it out: the host's driver files are found and bound when the environment is activated",
        };

    /// <summary>What is asked for cannot stand together.</summary>
    /// <param name="place">The line that started it.</param>
    /// <param name="group">The group.</param>
    /// <param name="target">The target.</param>
    /// <param name="derivation">Why, one indented line a step.</param>
    /// <param name="hint">What could be done.</param>
    public static Diagnostic Unsatisfiable(SourcePlace place, string group, Target target, string derivation, string? hint) =>
        new("ENVC0255", $"the packages of the group `{group}` cannot be installed together for `{target}`:\n{derivation}")
        {
            Place = place,
            Hint = hint,
        };

    /// <summary>A file of a model is not there.</summary>
    public static Diagnostic NoModelFile(SourcePlace place, string model, string path, string? hint) =>
        new("ENVC0256", $"the model `{model}` has no file `{path}`") { Place = place, Hint = hint };

    /// <summary>A file of a model cannot be read.</summary>
    public static Diagnostic UnreadableModelFile(SourcePlace place, string model, string path, string reason) =>
        new("ENVC0257", $"the file `{path}` of the model `{model}` cannot be read: {reason}") { Place = place };

    /// <summary>A target that nothing is resolved for yet.</summary>
    public static Diagnostic UnsupportedTarget(SourcePlace place, string target) =>
        new("ENVC0258", $"`{target}` is not a target that this version of envc knows")
        {
            Place = place,
            Hint = "a target is `x86_64-linux` or `aarch64-linux` with `cpu`, `vulkan` or an SM such as `sm_90`",
        };

    /// <summary>A package that every host root needs is in no catalog.</summary>
    public static Diagnostic NoBasePackage(SourcePlace place, string name) =>
        new("ENVC0259", $"the base package `{name}` is in no catalog")
        {
            Place = place,
            Hint = "add the component `main`, or say `options.base = false` where no host root is needed",
        };

    /// <summary>A name to upgrade that is neither an install id nor a group.</summary>
    public static Diagnostic NothingToUpgrade(SourcePlace place, string name, IEnumerable<string> known) =>
        new("ENVC0260", $"`{name}` is neither an install id nor a group of the manifest")
        {
            Place = place,
            Hint = NearNames.Hint(name, known),
        };

    /// <summary>Packages that want NVIDIA's driver of hosts that need not have it.</summary>
    /// <param name="place">The targets.</param>
    /// <param name="target">The target.</param>
    /// <param name="packages">A package and the driver that it asks for, a line each.</param>
    public static Diagnostic DriverNotPromised(SourcePlace place, Target target, IReadOnlyList<string> packages) =>
        new("ENVC0263", $"hosts of `{target}` need not have the NVIDIA driver that {(packages.Count == 1 ? "a package of it asks" : $"{packages.Count} of its packages ask")} for")
        {
            Severity = Severity.Warning,
            Place = place,
            Details = packages,
            Hint = "`when = 'sm >= 50'` leaves a package out where there is no NVIDIA GPU",
        };

    /// <summary>A native package of which no build runs on a target.</summary>
    /// <param name="place">The entry.</param>
    /// <param name="name">The package.</param>
    /// <param name="target">The target.</param>
    /// <param name="builds">Its builds, at least one.</param>
    public static Diagnostic NoBuildRuns(SourcePlace place, string name, BuildTarget target, IReadOnlyList<NativeCandidate> builds) =>
        new("ENVC0264", $"no build of `{name}` runs on {Hosts(target)}")
        {
            Place = place,
            Details = [.. builds.GroupBy(build => (build.Version, build.Judged.Reason), build => build.Name).Select(alike => $"{Names([.. alike])} of {alike.Key.Version} {alike.Key.Reason}")],
            Hint = Help(target, builds),
        };

    private static string Names(string[] builds) => builds.Length <= 3
        ? string.Join(", ", builds.Select(name => $"`{name}`"))
        : $"`{builds[0]}`, `{builds[1]}` and {builds.Length - 2} more, each";

    private static string Hosts(BuildTarget target) => target.Sm is not { } sm ? $"`{target.System}` without an NVIDIA GPU"
        : GpuModels.NamesOf(sm) is { Count: > 0 } names ? $"`{target.System}` with `{sm}` ({string.Join(", ", names)})"
        : $"`{target.System}` with `{sm}`";

    // The one thing that would help; of drivers the lowest.
    private static string Help(BuildTarget target, IReadOnlyList<NativeCandidate> builds)
    {
        var byDriver = builds.Where(build => build.Judged.DriverNeeded is not null).MinBy(build => build.Judged.DriverNeeded);
        if (byDriver is not null)
            return $"where all hosts have it, `options.driver = \">={byDriver.Judged.DriverNeeded}\"` lets `{byDriver.Name}` run";
        if (builds.FirstOrDefault(build => build.Judged.Obstacle == Obstacle.Processor) is { } byProcessor)
            return $"where all hosts can do it, `options.cpu-level = \"{byProcessor.Judged.Build.Cpu}\"` lets `{byProcessor.Name}` run";
        return target.Sm is { } sm
            ? $"publish a build with machine code for `{sm}` or PTX for it or a lower one, or leave the package out there with `when`"
            : "publish a build without device code, or leave the package out there with `when = 'sm >= 50'`";
    }

    /// <summary>Packages had to move although nobody asked.</summary>
    /// <param name="moved">A package, its version before and its version now, a line each.</param>
    public static Diagnostic VanishedVersions(IReadOnlyList<string> moved) =>
        new("ENVC0261", moved.Count == 1
            ? "a package moved, because the catalogs do not have its locked version any more"
            : $"{moved.Count} packages moved, because the catalogs do not have their locked versions any more")
        {
            Severity = Severity.Warning,
            Details = moved,
            Hint = "a suite with a `snapshot` keeps its index, and every version in it",
        };
}
