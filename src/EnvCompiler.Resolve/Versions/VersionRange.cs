using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Resolve.Versions;

/// <summary>
/// The <c>version</c> of an <c>[install]</c> entry (the grammar of node-semver, which Flox's manifests use): <c>1.2</c>, <c>1.2.*</c>,
/// <c>^1.2</c>, <c>~1.2</c>, <c>>=1.2 &lt;2</c>, <c>=1.2.3</c>, <c>1.2 - 1.4</c>, <c>1.2 || 2.1</c>. Missing parts are wildcards.
/// </summary>
/// <param name="text">As written.</param>
/// <param name="alternatives">A version fits when it lies in every interval of one of them.</param>
public sealed class VersionRange(string text, IReadOnlyList<IReadOnlyList<VersionInterval>> alternatives)
{
    /// <summary>Reads a constraint.</summary>
    /// <param name="text">What the manifest says.</param>
    /// <param name="range">The range.</param>
    /// <param name="problem">Why it is none: a clause for a message.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem) =>
        new VersionRangeParser(text).TryParse(out range, out problem);

    /// <summary>
    /// Whether a version is allowed. A pre-release is only where pre-releases are allowed at all, where a bound names a pre-release of
    /// the same version, and by <c>*</c>.
    /// </summary>
    public bool Allows(UpstreamVersion version, bool allowPreReleases)
    {
        foreach (var intervals in alternatives)
        {
            if (intervals.All(interval => interval.Contains(version))
                && (!version.IsPreRelease || allowPreReleases || intervals.Count == 0 || intervals.Any(interval => interval.NamesPreReleaseOf(version))))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => text;
}
