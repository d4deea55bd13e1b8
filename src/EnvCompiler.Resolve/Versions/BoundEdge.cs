namespace EnvCompiler.Resolve.Versions;

/// <summary>Where a <see cref="VersionBound"/> cuts the line of versions, beside the version that it names; in this order.</summary>
public enum BoundEdge
{
    /// <summary>Below the version's pre-releases.</summary>
    BeforePreReleases,

    /// <summary>Between the pre-releases and the version.</summary>
    Before,

    /// <summary>Above the version.</summary>
    After,

    /// <summary>Above everything that continues the version: <c>1.2.9</c>, <c>1.2+git1</c> and <c>1.2w</c> continue <c>1.2</c>.</summary>
    AfterContinuations,
}
