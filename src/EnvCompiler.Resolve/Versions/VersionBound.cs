namespace EnvCompiler.Resolve.Versions;

/// <summary>A cut of the line of versions: every version lies above or below it, none on it.</summary>
/// <param name="Version">The version that it names.</param>
/// <param name="Edge">Where beside it the cut is.</param>
public sealed record VersionBound(UpstreamVersion Version, BoundEdge Edge)
{
    /// <summary>Whether a version lies above.</summary>
    public bool IsBelow(UpstreamVersion version) => Edge switch
    {
        BoundEdge.BeforePreReleases => UpstreamVersion.Compare(version.Release, Version) >= 0,
        BoundEdge.Before => UpstreamVersion.Compare(version, Version) >= 0,
        BoundEdge.After => UpstreamVersion.Compare(version, Version) > 0,
        _ => UpstreamVersion.Compare(version, Version) > 0 && !version.Continues(Version),
    };
}
