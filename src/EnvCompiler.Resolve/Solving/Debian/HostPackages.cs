using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Versions;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>
/// Names that the host's NVIDIA driver stands for (<c>host-packages.txt</c>). Its libraries must match the host's kernel module, so they
/// are never packaged: a closure of a CUDA package would otherwise bring a libcuda that fits another driver.
/// </summary>
public static class HostPackages
{
    private static readonly PackageList Patterns = PackageList.Read("host-packages.txt");

    /// <summary>Whether the host provides a package name.</summary>
    public static bool Provide(string name)
    {
        // Every name of a catalog that is met comes through here; nearly all leave at once.
        if (!name.Contains("nv", StringComparison.Ordinal) && !name.Contains("cuda", StringComparison.Ordinal))
            return false;
        var provided = false;
        foreach (var pattern in Patterns.Lines)
            provided = pattern.StartsWith('!') ? provided && !Matches(pattern[1..], name) : provided || Matches(pattern, name);
        return provided;
    }

    /// <summary>The lowest version that a relation to the host's packages asks for: they carry the driver's. Null where it asks for none.</summary>
    internal static UpstreamVersion? FloorOf(Relation relation) =>
        relation.Operator is VersionRelation.LaterOrEqual or VersionRelation.Later or VersionRelation.Equal ? UpstreamVersion.Of(relation.Version) : null;

    /// <summary>Whether a driver satisfies a relation to the host's packages.</summary>
    /// <param name="driver">The lowest driver of the hosts; null where nothing is promised, and then it is taken to be new enough.</param>
    /// <param name="relation">E.g. <c>libcuda1 (>= 525)</c>.</param>
    internal static bool Reach(DriverVersion? driver, Relation relation) =>
        driver is not { } promised || !DriverVersion.TryParse(FloorOf(relation)?.ToString() ?? "", out var floor) || promised.Reaches(floor);

    private static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;
}
