using System.Diagnostics.CodeAnalysis;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Resolve.Versions;

namespace EnvCompiler.Resolve.Locking;

/// <summary>
/// The <c>version</c> of an <c>[install]</c> entry held against Debian versions: <c>=2:1.2-3</c> is Debian's own version, exactly; every
/// other form is a <see cref="VersionRange"/> of upstream versions.
/// </summary>
public sealed class VersionConstraint
{
    private readonly DebianVersion? exact;
    private readonly VersionRange? range;
    private readonly bool allowPreReleases;

    private VersionConstraint(DebianVersion? exact, VersionRange? range, bool allowPreReleases)
    {
        this.exact = exact;
        this.range = range;
        this.allowPreReleases = allowPreReleases;
    }

    /// <summary>Reads a constraint.</summary>
    /// <param name="text">What the manifest says.</param>
    /// <param name="allowPreReleases"><c>options.semver.allow-pre-releases</c>.</param>
    /// <param name="constraint">The constraint.</param>
    /// <param name="problem">Why it is none: a clause for a message.</param>
    public static bool TryParse(
        string text, bool allowPreReleases, [NotNullWhen(true)] out VersionConstraint? constraint, [NotNullWhen(false)] out string? problem)
    {
        var isRange = VersionRange.TryParse(text, out var range, out problem);
        var exact = ExactOf(text);
        constraint = isRange || exact is not null ? new VersionConstraint(exact, range, allowPreReleases) : null;
        if (constraint is not null)
            problem = null;
        return constraint is not null;
    }

    /// <summary>Whether a version is allowed.</summary>
    public bool Allows(DebianVersion version) =>
        version == exact || range?.Allows(UpstreamVersion.Of(version), allowPreReleases) == true;

    private static DebianVersion? ExactOf(string text)
    {
        var trimmed = text.Trim();
        var signs = trimmed.StartsWith("==", StringComparison.Ordinal) ? 2 : 1;
        return trimmed.StartsWith('=') && DebianVersion.TryParse(trimmed[signs..].TrimStart(), out var exact) ? exact : null;
    }
}
