namespace EnvCompiler.Resolve.Versions;

/// <summary>The versions between two cuts.</summary>
/// <param name="Lower">Null for no lower bound.</param>
/// <param name="Upper">Null for no upper bound.</param>
public sealed record VersionInterval(VersionBound? Lower, VersionBound? Upper)
{
    /// <summary>Whether a version lies in it.</summary>
    public bool Contains(UpstreamVersion version) => Lower?.IsBelow(version) != false && Upper?.IsBelow(version) != true;

    /// <summary>Whether a bound is a pre-release of the same version as this one: only then a pre-release was meant.</summary>
    public bool NamesPreReleaseOf(UpstreamVersion version) => IsPreReleaseOf(Lower, version) || IsPreReleaseOf(Upper, version);

    private static bool IsPreReleaseOf(VersionBound? bound, UpstreamVersion version) =>
        bound?.Version is { IsPreRelease: true } named && UpstreamVersion.Compare(named.Release, version.Release) == 0;
}
