namespace EnvCompiler.Resolve.Versions;

/// <summary>A version of a constraint: missing parts, and those written <c>*</c>, are wildcards.</summary>
/// <param name="Text">What stands before the wildcards; empty for <c>*</c> alone.</param>
/// <param name="HasWildcard">Whether a wildcard is written.</param>
internal sealed record PartialVersion(string Text, bool HasWildcard)
{
    // With so many parts a version is complete (semver); fewer leave parts open.
    private const int CompleteParts = 3;

    /// <summary>Whether it is <c>*</c> alone.</summary>
    internal bool IsAny => Text.Length == 0;

    /// <summary>The lowest version that it stands for.</summary>
    internal VersionBound Floor => Bound(IsOpen ? BoundEdge.BeforePreReleases : BoundEdge.Before);

    /// <summary>The highest version that it stands for.</summary>
    internal VersionBound Ceiling => Bound(IsOpen ? BoundEdge.AfterContinuations : BoundEdge.After);

    /// <summary>Below everything that belongs to it: the pre-releases too, unless it is one.</summary>
    internal VersionBound Below => Bound(IsPreRelease ? BoundEdge.Before : BoundEdge.BeforePreReleases);

    /// <summary>The version itself and nothing else.</summary>
    internal VersionInterval Exactly => new(Bound(BoundEdge.Before), Bound(BoundEdge.After));

    /// <summary>Above everything that continues it.</summary>
    internal VersionBound Above => Bound(BoundEdge.AfterContinuations);

    /// <summary>Above everything with the same parts up to the first that is not zero: semver keeps its promises as long as that stays.</summary>
    internal VersionBound AboveCompatible
    {
        get
        {
            var parts = NumericParts;
            var significant = Array.FindIndex(parts, part => part.Trim('0').Length > 0);
            return AboveParts(significant < 0 ? parts.Length : significant + 1);
        }
    }

    /// <summary>Above everything with the same first two parts, or the first where it has one.</summary>
    internal VersionBound AboveMinor => AboveParts(2);

    private bool IsPreRelease => Text.Contains('~');

    private bool IsOpen => HasWildcard || (!IsPreRelease && NumericParts.Length < CompleteParts);

    private string[] NumericParts
    {
        get
        {
            var end = Text.AsSpan().IndexOfAnyExcept(UpstreamVersion.OfNumbers);
            return (end < 0 ? Text : Text[..end]).TrimEnd('.').Split('.');
        }
    }

    private VersionBound AboveParts(int count) =>
        new(new UpstreamVersion(string.Join('.', NumericParts.Take(count))), BoundEdge.AfterContinuations);

    private VersionBound Bound(BoundEdge edge) => new(new UpstreamVersion(Text), edge);
}
