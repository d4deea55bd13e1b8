using System.Diagnostics.CodeAnalysis;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Locking;

/// <summary>
/// The <c>version</c> of an <c>[install]</c> entry held against Debian versions: <c>=2:1.2-3</c> is Debian's own version, exactly;
/// <c>1.2</c> and <c>1.2.*</c> are every upstream version that starts with these parts (no epoch, no revision, no <c>+dfsg</c>).
/// </summary>
public sealed class VersionConstraint
{
    private static readonly string[] Repackings = ["+dfsg", "~dfsg", ".dfsg", "+ds", "~ds", ".ds"];

    private readonly string text;
    private readonly bool isExact;

    private VersionConstraint(string text, bool isExact)
    {
        this.text = text;
        this.isExact = isExact;
    }

    /// <summary>Reads a constraint; false for a form that is not one of the two.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionConstraint? constraint)
    {
        constraint = null;
        text = text.Trim();
        if (text.StartsWith('='))
        {
            var exact = text.TrimStart('=').Trim();
            if (DebianVersion.TryParse(exact, out _))
                constraint = new VersionConstraint(exact, isExact: true);
            return constraint is not null;
        }

        var prefix = text.EndsWith(".*", StringComparison.Ordinal) ? text[..^2] : text == "*" ? "" : text;
        if (prefix.Length == 0 ? text == "*" : char.IsAsciiDigit(prefix[0]) && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+'))
            constraint = new VersionConstraint(prefix, isExact: false);
        return constraint is not null;
    }

    /// <summary>Whether a version is allowed.</summary>
    public bool Allows(DebianVersion version)
    {
        if (isExact)
            return version == new DebianVersion(text);
        var upstream = UpstreamOf(version);
        return text.Length == 0
            || upstream == text
            || (upstream.StartsWith(text, StringComparison.Ordinal) && !char.IsAsciiLetterOrDigit(upstream[text.Length]));
    }

    /// <summary>The version as its authors number it.</summary>
    public static string UpstreamOf(DebianVersion version)
    {
        var upstream = version.Upstream;
        foreach (var mark in Repackings)
        {
            var at = upstream.IndexOf(mark, StringComparison.Ordinal);
            if (at > 0)
                upstream = upstream[..at];
        }

        return upstream;
    }
}
